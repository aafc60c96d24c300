import { ours } from "../command";
import type { Messages } from "../en";

export const preparation: Messages["preparation"] = {
  redisFailed: ({ name, report }) => ({
    what: `Redis ${name} 无法使用该镜像和这些设置启动；正在运行的 Redis 没有受到影响。Redis 报告：`,
    details: report,
    fix: "更正镜像或设置，然后重新运行 'pulumi up'",
  }),
  notGiven: ({ volume, user, said }) => ({
    what: `无法把备份卷 ${volume} 交给用户 ${user}：${said}`,
    details: ["正在提供服务的部分没有任何更改。"],
  }),
  noRoles: ({ database, container, role, wait }) => ({
    what: `无法在 ${container} 中设置数据库 ${database} 的角色${role === undefined ? "" : ` ${role}`}。`,
    details: [
      `容器是否在运行？它的卷是否由另一个系统创建？查看：docker logs ${container}`,
      ...(wait === undefined
        ? []
        : [`迁移运行超过 ${wait} 分钟也会导致设置失败：${ours("migrate -- status")}`]),
    ],
  }),
};
