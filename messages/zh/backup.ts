import type { Messages } from "../en";

export const backup: Messages["backup"] = {
  cannotCreate: (name) => `备份 ${name} 的参数有误，无法创建；未做任何更改。`,
  mistake: {
    roleTooLong: ({ role, length, product, longest }) =>
      `database：用于读取该数据库的角色 “${role}” 将有 ${length} 个字符，而 ${product} 最多允许 ${longest} 个：换一个更短的名称`,
    at: (time) => `schedule.at：“${time}” 不是一天中的时刻，正确的例如 "02:30"`,
    everyMinutes: (minutes) => `schedule.everyMinutes：${minutes} 不是大于 0 的分钟数`,
    retention: ({ name, value }) => `retention.${name}：${value} 不是大于或等于 0 的整数`,
    notFromZero: ({ name, value }) => `${name}：${value} 不是大于或等于 0 的数`,
    memory: (memory) => `memory：${memory} MiB 太小，不够运行恢复测试的服务器：至少设为 256 MiB`,
  },
};
