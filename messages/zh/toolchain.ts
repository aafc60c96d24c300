import { ours } from "../command";
import type { Messages } from "../en";
import { engine } from "./toolchain-engine";
import { images } from "./toolchain-images";
import { pulumi } from "./toolchain-pulumi";

export const toolchain: Messages["toolchain"] = {
  engine,
  images,
  pulumi,

  commands: {
    start: "从刚克隆的仓库到可提供服务的系统，一步完成",
    stop: "删除 npm start 创建的容器和网络；带数据的数据卷、备份和发布版本保留",
    env: "输出 shell 环境变量，用于对 npm start 的环境运行 pulumi",
    check: "检查类型、代码规范、shell 脚本、格式，运行单元测试和 golden 文件测试，不需要 Docker 和 Pulumi",
    test: "准备本机并运行全部测试，或运行指定的测试",
  },
  options: {
    system: "examples/ 下的目录；默认：参考系统 proxy-system",
    volumes: "同时删除数据卷及其中全部数据",
    file: "只运行这些测试",
    mocha: "例如 --grep TEXT，写在至少一个文件或目录之后",
  },
  unknownCommand: (name) => `未知的命令 "${name}"。`,
  takesNo: ({ command, args }) => `${command} 不接受 ${args.join(" ")}`,
  noOption: ({ command, options }) => `${command} 没有选项 ${options.join(" ")}；未做任何更改。`,
  noSystem: ({ names, command, others }) => ({
    what: `没有系统 "${names}"。`,
    fix: `proxy-system 只需 ${command}；其他系统：${others.join("、")}`,
  }),

  begins: ({ title, usually }) => `${title}（${usually}）`,
  ended: ({ title, took }) => `${title}：${took}`,
  steps: {
    types: "类型",
    lint: "代码规范",
    shell: "shell 脚本",
    format: "格式",
    testPrograms: "测试所需的程序",
    go: "Go",
    pulumi: "Pulumi CLI 和插件",
    engine: "Docker 引擎",
    images: "基础镜像",
    state: "环境 dev 的状态",
    destroy: "环境 dev：pulumi destroy",
    stopEngine: "Docker 引擎（由 npm start 启动时）",
  },
  usually: {
    atOnce: "立即完成",
    slowFirst: "立即完成；首次 2 min",
    pulumi: "立即完成；需下载发布包时 1 min；需自行构建时 10 min",
    engine: "立即完成；需安装时 1 min",
  },

  failed: ({ title, said }) => `${title}检查失败：\n${said}`,
  fixCompiler: "修正编译器指出的问题",
  fixLint: "修正其指出的问题；npx eslint --fix . 可自动修正简单的问题",
  fixShell: "修正其指出的问题，shellcheck 的 wiki 有说明",
  shellNotChecked: "没有检查 shell 脚本：没有安装 shellcheck（npm test 会在可以安装的机器上安装它）",

  up: "pulumi up --stack dev（首次约 2 min，之后几秒钟）",
  onceMore: "将状态与主机比对后再试一次（--refresh）",
  upFailed: "pulumi up 失败；上面的输出指明了步骤和原因。之前提供服务的版本仍在提供服务。",
  columns: ["服务", "URL", "镜像", "健康状态"],
  insideOnly: "仅在环境的网络内",
  itsCommands: (folder) =>
    `其命令在自己的目录中运行：cd ${folder}，然后 ${ours("verify")}、${ours("administrator")} …`,
  howToEnd: (command) => `停止：${command}。自行运行 pulumi：eval "$(npm run --silent env)"`,
  otherState: (url) => ({
    what: `当前 shell 的 PULUMI_BACKEND_URL 是 ${url}；此处打印的各行改用 npm start 的状态。`,
    fix: "要使用自己的状态，在此命令之后设置 PULUMI_BACKEND_URL 及其口令",
  }),

  volumesRemoved: "数据卷已删除",
  volumesKept: (command) => `带数据的数据卷和发布版本已保留；删除它们：${command}`,
  leftRunning: "保持运行：另一个系统正在使用它",
};
