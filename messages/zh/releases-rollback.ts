import { ours } from "../command";
import type { Messages } from "../en";
import { listed } from "./lists";

const again = (kept: boolean) =>
  `排除原因后，${
    kept ? "再次运行回滚，不带 --restore-database 和 --backup" : "再次运行同样的回滚"
  }（${ours("releases")} 会显示正在提供服务的版本）`;

export const rollback: Messages["releases"]["rollback"] = {
  unexpected: (words) => `多余的参数 ${words.join(" ")}：用 --to 指定版本`,
  noNumber: (to) => `--to ${to}：应为版本的编号（${ours("releases")}）`,
  keepOrRestore: () => ({
    what: "--keep-database 和 --restore-database 不能同时使用。",
    fix: "只给其中一个",
  }),
  backupAlone: () => ({
    what: "--backup 需要 --restore-database，它指定后者使用的备份。",
    fix: "加上 --restore-database",
  }),
  timesUnreadable: (key, file) => ({
    what: `无法读取 ${file} 中的 ${key}，因此不知道是否允许回滚；未做任何更改。`,
    fix: "pulumi preview 会指出每个错误",
  }),
  again: ({ stack, to, at }) => `环境 ${stack}：再次部署 ${at} 的版本 ${to}。`,
  back: ({ stack, from, to, at }) =>
    `环境 ${stack}：${from === undefined ? "" : `从版本 ${from} `}回滚到 ${at} 的版本 ${to}。`,
  imagesGone: (names) => `它的一些镜像已不在主机上，会重新拉取或构建：${listed(names)}。`,
  unproven: (number) => ({
    what: `无法证明保存的版本 ${number} 的源码就是当时发布的内容：该环境的状态中没有它的哈希值；未做任何更改。`,
    details: [
      "状态中保存最近 20 个版本的哈希值，以及从正在提供服务的版本逐次回滚所经过的各版本的哈希值；用旧版程序发布一次会丢失它们。",
    ],
    fix: `回滚到另一个版本（${ours("releases")}）；如果只有你信任的人能访问主机的 Docker 引擎：--unproven`,
  }),
  previewFailed: "回滚在预览时停止，预览已指出原因；未做任何更改。",
  question: (stack, to) => `输入 ${stack} 以回滚到版本 ${to}：`,
  stopped: {
    interrupt: (serves) => `回滚在 pulumi up 之前被中断而停止。${serves}`,
    update: (serves) => `回滚在 pulumi up 时停止，它已指出原因。${serves}`,
    serves: (number) => `正在提供服务的是版本 ${number}。`,
    unrecorded: "未能记录正在提供服务的版本。",
    unknown: "不知道正在提供服务的是哪个版本。",
    before: (restored) => `在此之前，${restored}。`,
    giveBack: (command) => `把正在提供服务的版本的数据库换回来：${command}`,
    again: (kept) => again(kept),
    orAgain: (kept) => `或者${again(kept)}`,
  },
  wasRestored: (database, backup) => `数据库 ${database} 已从备份 ${backup} 恢复`,
  beforeUpdate: (restored) => `更新之前，${restored}。`,
  beforeFailure: (restored) => `在失败之前，${restored}。`,
  serves: (to) =>
    `版本 ${to} 重新提供服务。你的文件仍是回滚前那个版本的：pulumi preview 会显示差异，pulumi up 会再次部署它。`,
  same: (to, restored) =>
    `版本 ${to} 与正在提供服务的版本没有差异，因此${restored ? "未做其他更改" : "未做任何更改"}：见 ${ours("releases")}。`,
  databases: {
    blocked: ({ file, stack, backup }) => ({
      what: `${file} 已开始但没有结束，因此不能运行任何更新；未做任何更改。`,
      fix: `${ours("migrate -- status")} --stack ${stack} 会显示已知的情况和处理办法${
        backup === null ? "" : `；或者恢复它之前的备份：${ours("restore --")} ${backup} --stack ${stack}`
      }`,
    }),
    sourceLacks: (number, files) => ({
      what: `保存的版本 ${number} 的源码缺少 ${listed(files)}，而该版本发布时有它们：git 没有跟踪它们，或它们没有被收入源码（${ours("releases --")} ${number} 会说明是哪些）。该版本不能部署在恢复的数据库上；未做任何更改。`,
      fix: `去掉 --restore-database，把没有收入的文件放回该目录，或回滚到另一个版本（${ours("releases")}）`,
    }),
    restores: (database, backup) =>
      `数据库 ${database}：将恢复备份 ${backup}。此后写入的数据不在其中，会保留在旁边的数据库里。`,
    mayNotWork: (at) => ({
      what: `版本 ${at.number} 可能不兼容当前的表结构；未做任何更改。`,
      details: at.statements,
      fix: [
        "任选其一",
        "  --keep-database      已确认该版本兼容当前的表结构",
        `  --restore-database   先再做一次备份，然后恢复此前的${at.backup === undefined ? "备份" : `备份 ${at.backup}`}；此后写入的数据会保留在旁边的数据库里`,
      ].join("\n"),
    }),
    same: (database, lacks) =>
      `数据库 ${database}：其表结构就是该版本的${lacks.length === 0 ? "" : `（保存的源码缺少 ${listed(lacks)}）`}；不会更改。`,
    stays: (at) =>
      `数据库 ${at.database}：${listed(at.files)} 仍为已执行；${at.confirmed ? "已由 --keep-database 确认：" : ""}版本 ${at.number} 兼容这样的表结构。不会更改数据。`,
    ofWhich: (backup, databases) => ({
      what: `备份 ${backup} 属于哪个数据库？${databases.length === 0 ? "该环境没有带迁移的数据库" : `该环境有：${listed(databases)}`}；未做任何更改。`,
      fix: "--backup DATABASE=ID",
    }),
    noBackup: (database, file) => ({
      what: `在 ${file} 之前没有为 ${database} 做过备份；未做任何更改。`,
      fix: `${ours("backups")} 会显示现有的备份；用 --backup ${database}=ID 指定一个`,
    }),
    nothingToRestore: (number, several) => ({
      what: `没有可恢复的内容：自版本 ${number} 以来没有执行过迁移，因此也没有迁移之前的备份；未做任何更改。`,
      fix: `去掉 --restore-database，或指定备份：--backup ${several ? "DATABASE=" : ""}ID（${ours("backups")}）`,
    }),
    noContainer: (container) => ({
      what: `数据库容器 ${container} 已不存在；未做任何更改。`,
      fix: "pulumi up --refresh 会重新创建它",
    }),
    backupTaken: (id) => `当前数据库的备份 ${id}：${ours("restore --")} ${id} 会恢复它。`,
    statement: ({ file, line, code }) => `${file} 第 ${line} 行：${code}`,
    noText: (file) => `${file}：它的内容不在该目录中，因此无法判断`,
  },
};
