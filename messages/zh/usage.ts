import { ours } from "../command";
import type { Messages } from "../en";

export const usage: Messages["usage"] = {
  line: (call) => `用法：${call}`,
  example: (call) => `示例：${call}`,
  forms: (calls) => calls.join("\n或：  "),

  about: {
    preview: "以操作手册的形式显示下次更新会做什么",
    doctor: "检查环境有什么问题，以及如何解决",
    verify: "立即执行更新结束时的各项检查",
    releases: "列出环境的发布版本，以及正在提供服务的版本",
    rollback: "回滚到较早的发布版本",
    unlock: "释放被终止的更新所持有的锁，并清理其遗留",
    migrate: "数据库的迁移台账：status、plan、apply、resolve、down、verify、baseline",
    backup: "立即备份数据库",
    backups: "列出数据库的备份，以及恢复操作遗留的数据库",
    restore: "从备份恢复数据库，或其中一张表",
    "restore-test": "把备份恢复到单独的服务器中并进行比对",
    import: "把来自别处的转储文件导入数据库",
    administrator: "创建应用的第一个管理员",
  },

  options: {
    stack: "环境；默认：当前选定的环境，或唯一的环境",
    database: "数据库组件的名称，用于环境中有多个数据库时",
    json: "以 JSON 输出结果",
    markdown: "以 Markdown 输出结果，用于合并请求",
    junit: "同时把结果写入文件，供 CI 使用",
    yes: "更改前不询问",

    number: "显示该发布版本记录的全部内容",
    to: "发布版本；默认：之前提供服务的版本",
    keepDatabase: "数据库保持不变：已确认该版本可以与之配合运行",
    restoreDatabase: "恢复在该版本之后的迁移执行前所做的备份；当前数据库以其他名称保留",
    thisBackup: "与 --restore-database 一起使用：恢复这个备份",
    unproven: "即使状态中没有源码的哈希，也接受所存储的源码",
    ownerIsGone: "同时释放另一台机器持有的锁；只有确定那台机器上没有任何操作在运行时才能使用",

    status: "显示迁移台账和待执行的文件",
    plan: "显示会执行什么，以及可能丢失或锁住什么",
    apply: "执行待执行的文件，与 'pulumi up' 相同",
    baseline: "如果表结构与前 N 个文件一致，将它们记录为已执行",
    acceptDifferences: "同上，但不管表结构是否一致",
    applied: "中断的文件视为已完成",
    rolledBack: "中断的文件已手动撤销，将重新执行",
    down: "先备份，再用 NAME.down.sql 撤销最后一个文件",
    compareSchema: "将表结构与各文件应产生的结构进行比对",
    migration: "Migration 的名称，用于环境中有多个时",

    reason: "显示在备份列表中的说明；默认：by hand",
    pin: "保留这个备份，不受保留规则限制",
    unpin: "重新允许保留规则删除它",
    backup: `备份（${ours("backups")} 列出所有备份）`,
    backupToRestore: `备份（${ours("backups")} 列出所有备份）；它将取代当前数据库，当前数据库会保留`,
    beside: "恢复到旁边的一个新数据库",
    table: "只恢复这张表，放在旁边",
    back: "换回较早一次恢复以此名称保留的数据库",
    finish: "完成中断的交换",
    dump: "转储文件",
    dumpBeside: "导入到应用数据库旁边的一个新数据库，此时应用数据库可以已有数据",

    user: "管理员的名称；默认：运行时询问",
    generate: "生成密码，并只显示一次",
    passwordStdin: "从标准输入读取密码",
  },
};
