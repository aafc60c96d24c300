import type { Messages } from "../en";
import { migrationFiles as files } from "./migration-files";
import { migrationRisks as risks } from "./migration-risks";
import { migrationRunner as runner } from "./migration-runner";

export const migration: Messages["migration"] = {
  files,
  risks,
  runner,
  cannotRun: (folder) => `${folder} 中的迁移无法执行；未做任何更改。`,
  ownerNotSupported: ({ name, database, product }) => ({
    what: `迁移 ${name} 的参数有误，无法创建；未做任何更改。`,
    details: [`owner：只支持 PostgreSQL，而数据库 ${database} 是 ${product}`],
  }),
  lacking: ({ database, names }) =>
    `数据库 ${database} 缺少 ${names.join("、")}，而该环境曾经执行过：是否恢复了较旧的备份？`,
  disagrees: (database) => `迁移文件与数据库 ${database} 的迁移台账不一致；未做任何更改。`,
  notRead: (database) => `数据库 ${database} 尚不存在或没有响应：运行 'pulumi up' 时才能知道它缺少哪些迁移`,
  pending: ({ database, names }) => `数据库 ${database} 待执行的迁移：${names.join("、")}`,
  beforeItRuns: (name) => `迁移 ${name} 执行前须知：`,
  refusedUnlessApplied: (why) => `除非已经执行过，否则将被拒绝：${why}`,
  changed: ({ name, day }) => `${name} 于 ${day} 执行之后又被修改：恢复其原来的内容，并将改动写成新的文件`,
  gone: ({ name, day }) => `${name} 已于 ${day} 执行，但文件已不存在：恢复该文件`,
  misplaced: (name) => `${name} 排在已执行的文件之前：将它移到顺序的末尾`,
};
