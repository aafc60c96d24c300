import { ours } from "../command";
import type { Messages } from "../en";
import { listed } from "./lists";

export const migrate: Messages["migrate"] = {
  which: (names) => ({ what: `哪一组迁移？该环境有：${listed(names)}。`, fix: "加上 --migration NAME" }),
  none: () => ({
    what: "在该环境中找不到迁移。",
    fix: "先运行一次 'pulumi up'，或指定另一个环境：--stack NAME",
  }),
  status: {
    columns: ["#", "文件", "状态", "时间（UTC）", "耗时", "发布版本", "备份"],
    states: {
      started: "已开始",
      applied: "已执行",
      failed: "失败",
      "rolled back": "已回滚",
      baseline: "基线",
    },
    pending: "待执行",
    runsAgain: (state) => `${state}，待执行`,
    summary: (counts) =>
      `数据库 ${counts.database}：已执行 ${counts.applied} 个${counts.blocked > 0 ? `，未结束 ${counts.blocked} 个` : ""}，待执行 ${counts.pending} 个。`,
  },
  plan: {
    nothing: (database) => `数据库 ${database}：没有待执行的迁移。`,
    file: ({ ordinal, name, statements }) => `${ordinal} ${name}：${statements} 条语句`,
    loses: (says) => `可能丢失数据：${says}`,
    waits: (says) => `会造成中断：${says}`,
    unjudged: (says) => `可能丢失数据：${says}`,
    note: (says) => `警告：${says}`,
    harmless: "不丢失数据，也没有会让其他会话等待的锁",
  },
  baseline: {
    count: (files) => `N 是数据库中已经有的文件数：1 到 ${files}`,
    differs: ({ database, count, lines }) => ({
      what: `数据库 ${database} 的表结构与前 ${count} 个文件生成的不一致（+ 只在数据库中，- 只在文件中）：`,
      details: lines,
    }),
    notRecorded: () => ({
      what: "没有记录任何内容。",
      fix: "换一个 N；或者把差异写成新文件，并加上 --accept-differences",
    }),
    hasLedger: (names) => `迁移台账中已有文件：${listed(names)}。基线只用于还没有迁移台账的数据库。`,
    done: (at) => `数据库 ${at.database}：${at.files} 个文件中有 ${at.count} 个视为已执行，直到 ${at.last}。`,
  },
  resolve: {
    applied: (name) => `${name} 视为已执行。下一次 'pulumi up' 从它之后继续。`,
    rolledBack: (name) => `${name} 视为已回滚。下一次 'pulumi up' 会从头重新执行它。`,
  },
  down: {
    question: ({ path, database, name }) =>
      `将在数据库 ${database} 上执行 ${path}：它删除的内容之后只存在于备份中。输入 ${name} 以继续：`,
    done: (name) => `${name} 已撤销。接下来部署不含它的版本；'${ours("migrate -- apply")}' 会再次执行它。`,
  },
  verify: {
    differs: (at) => ({
      what: `数据库 ${at.database} 的表结构与其 ${at.applied} 个文件生成的不一致（+ 只在数据库中，- 只在文件中）：`,
      details: at.lines,
      fix: "把缺少的内容写成新文件，或手动撤销",
    }),
    same: (database, applied) => `数据库 ${database} 的表结构与其 ${applied} 个文件生成的一致。`,
  },
};
