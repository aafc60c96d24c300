import type { Messages } from "../en";

const unknown = "无法判断，执行前应先阅读";

export const migrationRisks: Messages["migration"]["risks"] = {
  statement: ({ line, statement, risk }) => `第 ${line} 行：${statement}：${risk}`,
  halfWay: (count) =>
    `其中的 ${count} 条语句无法一起回滚：某一条失败时，之前的语句仍然有效。每条语句放在单独的文件中更安全`,
  of: {
    data: "会丢失其中的数据",
    rows: "会丢失其中的行",
    allRows: "没有 WHERE，会丢失所有行",
    someRows: "会删除符合其条件的行",
    column: "会丢失该列的数据，而旧版本可能仍在读取该列：推迟一个版本再删除",
    narrow: "新类型较窄时可能截断或拒绝已有的值，并可能重写整个表，期间该表不可用",
    dependants: "带 CASCADE，会删除所有依赖它的对象，包括列及其数据",
    overwrites: "没有 WHERE，会覆盖每一行中的原值，并锁住所有行，直到该文件结束",
    replaces: "会删除被它替换的每一行；有 ON DELETE CASCADE 时，还会删除引用这些行的数据",
    duplicates: "会删除键值相同的行",
    unlogged: "其中的行在服务器崩溃后会丢失",
    builds: "建立期间会阻塞写入：在单独的、以 -- no-transaction 开头的文件中使用 CREATE INDEX CONCURRENTLY",
    checks: "会在持有锁时读取整个表：添加时用 NOT VALID，在之后的文件中再执行 VALIDATE CONSTRAINT",
    reads: "会读取整个表，期间该表不可用",
    rewrites: "会在持有锁时重写",
    copies: "会复制整个表，期间该表不可写入",
    everyRow: "没有 WHERE，会更改每一行，并锁住所有行，直到该文件结束",
    holds: "会让其他会话一直等待，直到该文件结束",
    missing: "会去掉旧版本可能仍在使用的对象，而旧版本在切换之前一直提供服务",
    inside: (words) => `含有 ${words.join("、")}，其作用${unknown}`,
    calls: (names) => `调用了 ${names.join("、")}，其作用${unknown}`,
    unknown: `不是已知的语句，其作用${unknown}`,
    later: `会在以后自行运行，其作用${unknown}`,
  },
};
