import { ours } from "../command";
import type { Messages } from "../en";
import { engine as engineTexts } from "./engine";

const { identity } = engineTexts;

const takesItsPlace = (command: string) =>
  `仅当状态记录的内容已彻底丢失，并由这个引擎取而代之时，执行这一条命令：${command}`;

export const state: Messages["state"] = {
  sameNames: ({ system, stack, other, things }) => ({
    what: `系统 ${system} 的环境 ${stack} 会与系统 ${other.system} 的环境 ${other.stack} 使用相同的名称，后者在这台主机上有：${things}`,
    fix: "给环境或系统换一个名称：两者拼成的名称前缀相同",
  }),
  anotherEngine: ({ endpoint, stack, engine, before, replace }) => ({
    what: `${endpoint} 的 Docker 引擎是 ${identity(engine)}，而环境 ${stack} 的状态属于另一个引擎：${before.map(identity).join("或 ")}。`,
    details: ["继续下去会在这里重新创建整个环境，数据库是空的，状态中也不再有真正那一套的记录。"],
    fix: [
      "在该地址指向状态所属引擎的机器上执行命令，或改正栈文件中的 host。不要 refresh：状态会丢失它记录的内容",
      takesItsPlace(replace),
    ],
  }),
  unprovenEngine: ({ endpoint, stack, engine, count, replace }) => ({
    what: `环境 ${stack} 的状态记录了 ${count} 个容器，${endpoint} 的 Docker 引擎 ${identity(engine)}上一个也没有：这是另一个引擎，或者这些容器都已被删除。`,
    fix: [
      "在该地址指向环境自己的引擎的机器上执行命令，或改正栈文件中的 host。不要先 refresh：状态会丢失它记录的内容",
      takesItsPlace(replace),
    ],
  }),
  strangers: ({ system, stack, things, remove }) => ({
    what: `主机上有系统 ${system} 环境 ${stack} 的容器，但当前使用的状态中一个也没有记录：${things}`,
    details: [
      "它们属于另一份状态（在另一台机器或另一个状态后端上），或者状态已丢失、在另一个引擎上做过 refresh，或者首次更新被中断。",
    ],
    fix: [
      `改用创建它们的那份状态（pulumi whoami --verbose 显示当前用的是哪一份）。如果它已丢失或不再记录这些容器，${ours("doctor")} 会列出它的副本；如果是更新被中断，执行 ${ours("unlock")}`,
      `如果那份状态已不存在于任何地方，删除它创建的内容；存放数据的卷会保留，并由这个环境接管：${remove}`,
    ],
  }),
};
