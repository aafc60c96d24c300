import { ours } from "../command";
import type { Messages } from "../en";

export const lock: Messages["lock"] = {
  described: ({ command, who, pid, alive, since }) => {
    const life = alive === undefined ? "" : alive ? "，仍在运行" : "，已不再运行";
    return `${who} 的 ${command}，进程 ${pid}${life}，开始于 ${since}`;
  },
  wait: ({ who, mayAsk, interrupt }) => {
    const ask = `询问 ${who}${mayAsk ? "（该命令可能在等待确认）" : ""}`;
    const orKill = interrupt === undefined ? "" : `；执行 kill -INT ${interrupt}，它会做完当前步骤再结束`;
    return `等它结束，或${ask}${orKill}`;
  },
  askFirst: ({ who, command, pid, stack }) =>
    `询问 ${who}：${command} 是否仍在那边运行（ps ${pid}）。确认已不再运行，才执行 ${ours("unlock --")} --stack ${stack} --owner-is-gone`,
  held: ({ stack, owner, remedy }) => ({ what: `环境 ${stack} 正在变更：${owner}。`, fix: remedy }),
  takingOver: (owner) => `接管被终止的命令留下的锁：${owner}`,
  changesHands: () => ({ what: "环境的锁不断被其他命令占用。", fix: "等其他命令都结束" }),
  foreign: ({ name, stack, system }) => ({
    what: `名称 ${name} 已被一个容器占用，它不是系统 ${system} 环境 ${stack} 的锁。`,
    fix: "给那个容器改名，或给环境换一个名称",
  }),
  wouldBeRefused: "现在执行 pulumi up 会被拒绝。",
  notTaken: ({ stack, message }) => ({
    what: `无法取得环境 ${stack} 的锁：${message}`,
    fix: `查看上面 Docker 引擎报告的内容；${ours("doctor")} 会检查它的磁盘和状态`,
  }),
};
