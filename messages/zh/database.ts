import { ours } from "../command";
import type { Messages } from "../en";
import { databaseGuard as guard } from "./database-guard";

export const database: Messages["database"] = {
  guard,
  cannotCreateRole: (name) => `角色 ${name} 的参数有误，无法创建；未做任何更改。`,
  cannotCreate: (name) => `数据库 ${name} 的参数有误，无法创建；未做任何更改。`,
  sessionEnded: "会话在最后一行之前就结束了",
  mistake: {
    notPlain: ({ argument, name }) =>
      `${argument}：“${name}” 不是合法的名称：只能用小写字母、数字和下划线，且以字母开头`,
    roleTaken: (role) => `role：“${role}”已是该数据库的所有者、应用或备份所用的角色：换一个名称`,
    roleTwice: (role) => `role：该数据库的另一个 DatabaseRole 已使用“${role}”：换一个名称`,
    reserved: ({ argument, name, product }) =>
      `${argument}：“${name}” 是 ${product} 自身保留的名称：换一个名称`,
    nameTooLong: ({ argument, name, length, product, longest }) =>
      `${argument}：“${name}” 有 ${length} 个字符，${product} 最多允许 ${longest} 个：换一个更短的名称`,
    oneRole: (app) => `app：“${app}” 同时也是 schema 的所有者：应使用两个不同的角色，使应用无法更改 schema`,
    volumeName: (volume) => `volume：“${volume}” 不是合法的数据卷名称：只能用字母、数字、点、短横线和下划线`,
    notMiB: ({ argument, value }) => `${argument}：${value} 不是整数（单位 MiB）`,
    notSize: ({ setting, value, example }) =>
      `settings.${setting}：“${value}” 不是合法的大小：应写成 ${example} 这样的形式`,
    tooLittleMemory: ({ memory, setting, buffer, isDefault, least, most }) =>
      `memory：${memory} MiB 太小，容不下 ${setting} 的 ${buffer} MiB${isDefault ? "（默认值）" : ""}：` +
      `至少设为 ${least} MiB，或将 ${setting} 设为不超过 ${most} MiB`,
    cpus: (cpus) => `cpus：${cpus} 不是大于 0 的数，例如 1.5`,
    sharedAboveMemory: ({ shmSize, memory }) =>
      `shmSize：${shmSize} MiB 超过了内存限额 ${memory} MiB，而共享内存计入该限额`,
    localPort: (port) => `localPort：${port} 不是合法的端口：应为 1 到 65535 的整数，或不设置`,
    timeZone: (zone) => `timeZone：“${zone}” 不是合法的时区：应写 IANA 名称，例如 Asia/Shanghai`,
    startTimeout: (seconds) => `startTimeout：${seconds} 不是大于 0 的秒数`,
    stopGrace: (seconds) => `stopGrace：${seconds} 小于 60 秒，而数据库写完数据可能需要 60 秒`,
    settingName: ({ name, product, example }) =>
      `settings：“${name}” 不是 ${product} 的设置名称，正确的例如 ${example}`,
    settingOwned: (name) => `settings.${name}：该设置由组件管理：从 settings 中删除它`,
    settingArgument: ({ name, argument }) =>
      `settings.${name}：该设置由组件管理，改用参数 ${argument}：从 settings 中删除它`,
    settingAlways: ({ name, value }) =>
      `settings.${name}：该设置由组件管理，始终为 ${value}：从 settings 中删除它`,
    settingNumber: ({ name, value }) => `settings.${name}：${value} 不是数字`,
    settingLines: (name) => `settings.${name}：值只能有一行`,
    collation: (collation) =>
      `collation：“${collation}” 不是 utf8mb4 的排序规则，正确的例如 utf8mb4_unicode_ci`,
    extension: (extension) => `extensions：“${extension}” 不是合法的扩展名称`,
  },
  dump: {
    manyDatabases: (names) => ({
      what: `转储文件包含多个数据库：${names.join("、")}`,
      fix: "只转储需要的那一个数据库",
    }),
    wholeServer: (text) => ({
      what: `转储文件会选择数据库，或是整个服务器的转储：${text}`,
      fix: "用 pg_dump 转储单个数据库，不加 --create；不要用 pg_dumpall",
    }),
    psqlCommand: ({ line, text }) => ({
      what: `转储文件第 ${line} 行：是 psql 命令，不是 SQL：${text}`,
      fix: "从转储文件中删除它，或用 pg_dump 重新转储该数据库",
    }),
    transaction: ({ line, text }) => ({
      what: `转储文件第 ${line} 行：开始或结束了事务，而整个导入是一个事务：${text}`,
      fix: "从转储文件中删除它，或用 pg_dump 重新转储该数据库",
    }),
  },
  rights: {
    grant: (command) => `${command}；转储文件用 ${ours("import")} 导入，它会设置所有者和权限`,
    import: `用 ${ours("import")} 导入转储文件，使所有对象都属于 schema 的所有者`,
  },
};
