import { ours } from "../command";
import type { Messages } from "../en";
import { listed } from "./lists";

const interrupted = (names: string) => `一次数据库交换被中断（${names}）：可能缺少视图、存储过程或触发器`;

export const restore: Messages["restore"] = {
  oneBackup: (found) => `一次只能恢复一个备份；收到 ${listed(found)}`,
  notTogether: "--finish 和 --back 不与备份一起使用，也不能同时使用",
  whichBackup: `哪个备份？${ours("backups")} 会列出它们；latest 是最新的一个`,
  goesBack: ({ database, from, kept }) =>
    `数据库 ${database} 将换回保留为 ${from} 的数据；当前数据保留为 ${kept}。`,
  typeToContinue: (database) => `输入 ${database} 以继续：`,
  typeToRestore: (database) => `输入 ${database} 以恢复它：`,
  begins: (beside, database) => `正在恢复到新数据库 ${beside}；${database} 继续提供服务。`,
  matches: "已恢复：表、行数和最后一个迁移都与清单一致。",
  title: ({ backup, database, stack }) => `恢复环境 ${stack} 的数据库 ${database} 的备份 ${backup}：`,
  taken: (at) =>
    `${at.age === undefined ? "备份日期晚于现在" : `备份于 ${at.age} 前`}，原因：${at.reason}；发布版本：${at.release ?? "未知"}；恢复验证：${at.verified}`,
  differs: "与当前的差异（只被修改过的行不会体现在行数中）：",
  olderThan: (migrations) => `该备份早于这些迁移：${listed(migrations)}。`,
  runsAgain: (stack) =>
    `它的迁移台账中没有这些迁移：${ours("migrate -- apply")} --stack ${stack} 会重新执行它们，之后当前的服务才能使用该数据库。`,
  restarts: (services) => `交换时会断开连接；之后重启：${listed(services) || "没有服务"}。`,
  keptAs: (kept) => `当前数据库保留为 ${kept}。`,
  toDelete: (command) => `要删除它：${command}`,
  toDeleteLater: (command) => `不再需要时，要删除它：${command}`,
  noSchedule: (container) => ({
    what: `${container} 的备份容器没有运行：恢复测试要在其中进行。`,
    fix: `用 ${ours("doctor")} 检查这是否是该环境的引擎，然后在那里运行 pulumi up --refresh`,
  }),
  backup: {
    taken: (at) => `数据库 ${at.database} 的备份 ${at.id}：${at.size}，${at.tables} 个表，用时 ${at.took}。`,
    failed: (script, said) => `${script}：${said}`,
    mayGoOn: (said) => ({
      what: `${said}；容器中的操作可能仍在运行。`,
      fix: `用 ${ours("doctor")} 检查`,
    }),
    none: (database, stack) => `环境 ${stack} 的数据库 ${database} 没有备份。${ours("backup")} 会创建一个。`,
    unreadable: (container, said) => ({
      what: `无法读取 ${container} 的备份：${said}`,
      fix: "检查该容器是否在运行（docker ps）；如果没有，运行 pulumi up",
    }),
    newer: (file, format) => `清单 ${file} 的格式为 ${format}，只有更新版本的程序才能读取。`,
    damaged: (file) => `清单 ${file} 已损坏：已忽略该备份。如果它的转储还在，可以用数据库自带的工具读取。`,
    unknown: (id, known) => ({
      what: id === undefined ? "哪个备份？" : `备份 ${id} 不存在。`,
      fix:
        known.length > 0
          ? `指定一个：${listed(known)} 或 latest（${ours("backups")} 会列出全部）`
          : `${ours("backup")} 会创建第一个`,
    }),
    columns: ["ID", "距今", "大小", "恢复验证", "发布版本", "原因", "迁移"],
    pinned: (reason) => `${reason}（已固定）`,
    fromTheFuture: "晚于当前时间",
    unverified: "否",
    verified: (date, took) => `${date}，恢复用时 ${took}`,
  },
  loss: {
    added: (table, now) => `${table}：现有 ${now} 行；备份中没有该表`,
    gone: (table, then) => `${table}：恢复后有 ${then} 行；该表现在不存在`,
    changed: ({ table, now, then }) =>
      `${table}：现有 ${now} 行，备份中有 ${then} 行：恢复后${now > then ? `减少 ${now - then} 行` : `增加 ${then - now} 行`}`,
    none: "每个表的行数都相同",
  },
  leftovers: {
    unknown: ({ wanted, database, there }) => ({
      what: `在 ${database} 旁边没有恢复或导入留下的数据库 ${wanted}；未做任何更改。`,
      fix:
        there.length > 0
          ? `指定其中一个：${listed(there)}（${ours("backups")} 会列出它们）`
          : `${ours("backups")} 会列出恢复和导入留下的数据库`,
    }),
    interrupted: (names) => interrupted(names),
    interruptedIn: (database, names) => `数据库 ${database}：${interrupted(names)}。`,
    before: "恢复之前提供服务的数据库",
    beside: "恢复到旁边的数据库",
    import: "导入到旁边的数据库；如果那次导入失败，则不完整",
    restore: "属于一次正在进行或没有完成的恢复",
    line: ({ name, size, what }) => `数据库 ${name}，${size}：${what}。`,
    toReplace: (database, command) => `要用它替换 ${database}：${command}`,
  },
  exchange: {
    unhealthy: (at) => ({
      what: "有服务不如之前健康：",
      details:
        at.migrations.length > 0
          ? [...at.trouble, `恢复的数据库缺少这些服务可能需要的迁移：${listed(at.migrations)}。`]
          : at.trouble,
      fix:
        at.migrations.length > 0
          ? `${ours("migrate -- apply")} --stack ${at.stack}\n或者换回之前的完整数据库：${at.back}`
          : `换回之前的完整数据库：${at.back}`,
    }),
    service: ({ name, state, logs }) =>
      `${name} ${state === undefined ? "已不存在" : `的状态为 ${state}`}：${logs}`,
    notRestarted: (services, restart) => ({
      what: `以下服务没有重启，可能仍在使用之前的数据库：${listed(services)}。`,
      fix: restart,
    }),
    healthUnknown: () => ({
      what: "无法检查各服务的健康状况。",
      fix: `引擎恢复响应后运行 ${ours("doctor")}`,
    }),
    done: (database, from) => `数据库 ${database} 现在的数据来自 ${from}。`,
    kept: (kept, command) => `之前的数据库保留为 ${kept}。要换回它：${command}`,
    finishesFirst: (signal) => `${signal}：先完成数据库交换。`,
    unknown: ({ from, kept, database }) => ({
      what: `无法确认 ${from} 是否已替换 ${database}。`,
      fix: `服务器恢复响应后运行 ${ours("backups")}：列出 ${kept}，表示交换已完成；列出 ${from}，表示没有`,
    }),
    unfinished: ({ from, kept, finish }) => ({
      what: `交换没有结束：${from} 和 ${kept} 都还在。`,
      fix: finish,
    }),
    notMade: ({ from, database, command }) =>
      `恢复的数据在数据库 ${from} 中。要用它替换 ${database}：${command}`,
    toDeleteInstead: (command) => `要改为删除它：${command}`,
    made: ({ from, kept, database }) =>
      `交换仍然完成了：数据库 ${database} 现在就是原来的 ${from}，之前的数据库保留为 ${kept}。各服务没有重启：它们可能还记着之前的内容。`,
    toGoBack: (command) => `要换回它：${command}`,
    lost: (from, kept) => `${from} 和 ${kept} 都不存在：先检查服务器，再做其他事情。`,
  },
  beside: {
    begins: (at) =>
      `正在把${at.table === undefined ? "能恢复的内容" : ` ${at.table} `}恢复到新数据库 ${at.beside}；${at.database} 继续提供服务。`,
    whole: (table) => `没有失败，${table === undefined ? "每个表" : `${table} `}的行数与清单一致。`,
    partial: (said) => `有内容未能恢复：\n${said}`,
    where: (beside, container) => `它在 ${container} 的数据库 ${beside} 中。`,
    toReplace: (database, command) => `要直接用它替换 ${database}：${command}`,
    noTable: ({ backup, table, tables }) => ({
      what: `备份 ${backup} 中没有表 ${table}；未做任何更改。`,
      fix: `指定其中一个：${listed(tables)}`,
    }),
  },
};
