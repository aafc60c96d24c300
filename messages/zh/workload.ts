import type { Messages } from "../en";
import { problem } from "./problem";

export const workload: Messages["workload"] = {
  nameTaken: ({ name, lacks }) =>
    [
      `容器名 ${name} 已被占用，而那个容器不是这个环境的任务：它没有标签 ${lacks.join("、")}。`,
      "没有改动那个容器。",
      `  ${problem.fixLine(`查明它属于谁（docker inspect ${name}），然后给它改名（docker rename ${name} NEW-NAME）或删除它`)}`,
    ].join("\n"),
  stillRuns: ({ name, id }) => ({
    what: `容器 ${name} 仍在运行：另一次更新正在执行同一步，或在这一步被终止。`,
    fix: `等它结束（docker logs -f ${name}）；如果启动它的更新已不在运行：docker rm --force --volumes ${id}`,
  }),
  endedWith: (code) => `命令已结束，退出码 ${code}。`,
  notHandedOver: ({ path, container }) => `无法把 ${path} 写入容器 ${container}：`,
  notShown: "（未显示：无法读取它的机密设置，因而不能从中去除机密）",

  pathWithoutSlash: (path) => `必须以 / 开头，实际为 ${path}`,
  noRequestPath: ({ path, good }) => `${path} 不能作为请求的路径；${problem.fixLine(`写成 ${good}`)}`,

  cannotRun: (name) => `${name} 的命令无法运行；没有执行其中任何部分。`,
  commandWord: (number) => `command 的第 ${number} 个词`,
  noCommand: "至少要有一个词",
  zeroByte: (value) => `${value} 含有零字节，文本会在那里截断`,
  tooLong: ({ value, bytes, most }) =>
    `${value} 有 ${bytes} 字节；程序接受的单个值最多 ${most} 字节：改放到文件或数据卷中`,
  tooMuch: ({ bytes, most }) =>
    `settings、secrets 和 command 合计 ${bytes} 字节；程序一共大约只能接受 ${most} 字节`,
  badVolume: "应为：以不含冒号的绝对路径为键、以数据卷名为值",
  badShellName: "名称只能由字母、数字和 _ 组成，且不能以数字开头：shell 必须能读取它",
  badVariableName: "应为变量名：不含 = 和空格",
};
