import type { Messages } from "../en";

export const redis: Messages["redis"] = {
  cannotBeCreated: "Redis 不能用这些参数创建：",
  badName: "应由字母、数字、点、短横线和下划线组成，以字母或数字开头",
  badMemory: (memory) => `应为不小于 32 的整数（MiB），实际为 ${memory}`,
  badEviction: ({ known, found }) => `应为 ${known.join("、")} 之一，实际为 ${found}`,
  shortPassword: "至少要有 16 个字符：Redis 每秒能应答数千次猜测",
  badPassword: "只能由字母、数字和符号组成，不能有引号和反斜杠",
  ownSetting: (argument) => `由组件设置；改用 ${argument}`,
  ownPort: "由组件设置；始终是 6379",
  ownBind: "由组件设置；改为把这个 Redis 写进服务的 `reaches`",
  unsupportedSetting: "组件不支持",
  badSettingName: "应为 redis.conf 中的名称",
  lineBreak: "不能含换行",
  noValue: `应有值；空值写成 '""'`,
};
