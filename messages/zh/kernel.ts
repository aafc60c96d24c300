import { ours } from "../command";
import type { Messages } from "../en";

export const kernel: Messages["kernel"] = {
  nameStack: "指定一个已有的环境：--stack NAME",
  passphrase: "把 PULUMI_CONFIG_PASSPHRASE 或 PULUMI_CONFIG_PASSPHRASE_FILE 设为该环境的口令",
  unfinished: () => ({
    what: "命令未执行完就退出了：一直没有收到所等待的应答。",
    fix: `重新执行前先检查环境：${ours("doctor")}`,
  }),
  askDoctor: `${ours("doctor")} 会说明引擎和环境的状况`,

  finishingStep: (signal) => `${signal}：先完成当前步骤。`,
  interrupted: (signal) => `已被 ${signal} 中断。`,

  noProject: (folder) => ({
    what: `${folder} 中没有 Pulumi.yaml；未做任何更改。`,
    fix: "在项目目录中运行",
  }),
  unreadableFile: ({ file, why }) => `无法读取 ${file}：${why}`,
  correctLine: "改正该行",

  otherEngine: ({ engine, known }) => `当前引擎是 ${engine}；而状态记录的是 ${known.join(" 或 ")}。`,
  unknownEngine: ({ engine, count }) =>
    count === 1
      ? `当前引擎 ${engine}上没有状态所记录的那个容器。`
      : `当前引擎 ${engine}上没有状态所记录的 ${count} 个容器中的任何一个。`,
  refusedEngine: ({ trouble, stack }) => ({
    what: trouble,
    fix: `在环境 ${stack} 的地址指向其自身引擎的机器上运行该命令。不要在这里 refresh：状态会丢失已有的记录`,
  }),

  cleaningUp: ({ count, names }) => `清理 ${count} 个被中断的操作：${names.join("、")}`,
  releasingKilled: (who) => `释放被终止的更新留下的锁：${who}`,
  releasingGone: (who) => `释放持有者已不再运行的锁：${who}`,
  removedNotes: (count) => `已删除状态旁的 ${count} 个属性文件：更新被终止，没有写完`,

  lockedByUpdate: ({ stack, who, fix }) => ({ what: `环境 ${stack} 被另一个更新锁定：${who}。`, fix }),
  unreadableLock: ({ stack, why }) => ({
    what: `无法读取环境 ${stack} 在其引擎上的锁；锁未释放。`,
    details: [why],
    fix: "等 docker ps 在该引擎上可用后，重新运行该命令",
  }),

  lockOwner: ({ user, host, pid, alive, since }) =>
    `${host} 上的${named(user)}，进程 ${pid}${alive === undefined ? "" : alive ? "，仍在运行" : "，已不再运行"}，开始于${since === undefined ? "未知时间" : ` ${since}`}`,
  waitForOwner: ({ user, pid }) =>
    `等待它结束，或询问${named(user)}；kill -INT ${pid} 会让它完成当前步骤后结束。现在不要使用 pulumi cancel：否则两个更新会同时运行`,
  askOwner: ({ user, host, pid, stack }) =>
    `询问${named(user)}：它是否还在 ${host} 上运行（在那台机器上：ps ${pid}）。确认已不再运行，才执行：${ours("unlock --")} --stack ${stack} --owner-is-gone`,

  damagedNote: (stack) =>
    `状态旁的属性文件可能因进程被终止而没有写完：${ours("unlock --")} --stack ${stack} 会删除它。不要重新创建该环境：那会清空它的状态`,
};

function named(user: string | undefined): string {
  return user === undefined ? "未知用户" : ` ${user}`;
}
