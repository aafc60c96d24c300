import type { Messages } from "../en";
import type { OtherMajor } from "../en/database-guard";

export const databaseGuard: Messages["database"]["guard"] = {
  nothingChanged: "未做任何更改：原来提供服务的仍在提供服务。",
  inUse: ({ volume, name, by }) => ({
    what: `数据库 ${name} 的数据卷 ${volume} 正被 ${by.join("、")} 使用。两个服务器共用一个数据卷会损坏数据。`,
    fix: `docker stop --time 60 ${by.join(" ")}`,
  }),
  unreadable: ({ volume, name, said }) => `无法读取数据库 ${name} 的数据卷 ${volume} 中的数据：${said}`,
  settingsRejected: ({ name, lines }) => ({
    what: `数据库 ${name} 的服务器不接受这些设置：`,
    details: lines.map((line) => `  | ${line}`),
    fix: `更正数据库 ${name} 的设置或扩展`,
  }),
  foreign: ({ volume, name, found, steps }) => ({
    what: `数据卷 ${volume} 由其他系统创建，数据库 ${name} 无法直接使用：`,
    details: found.map((line) => `  ${line}`),
    fix: ["按以下步骤接管：", ...steps.map((step, at) => `  ${at + 1}. ${step}`)].join("\n"),
  }),
  copyFirst: (volume) => `备份该数据卷，并确认没有容器在使用它：docker ps --filter volume=${volume}`,
  otherUser: ({ owner, server }) => `其文件属于用户 ${owner}，而该镜像的服务器以用户 ${server} 运行`,
  noDatabase: ({ database, others }) =>
    others.length === 0
      ? `其中没有数据库 ${database}`
      : `其中没有数据库 ${database}，只有 ${others.join("、")}（要使用它，将 database 设为该名称）`,
  noRolePostgres: (superusers) =>
    `其中没有角色 postgres：超级用户是由 POSTGRES_USER 创建的 ${superusers.join("、")}`,
  noAdministrator: "其中没有通过操作系统用户认证的管理员 mysql@localhost",
  offline: (statements) => `在数据原来的服务器上，以 root 执行：${statements}`,
  trialTaken: ({ name, container, id }) => ({
    what: `无法试启动数据库 ${name} 的服务器：名称 ${container} 已被另一个容器 ${id} 占用。该容器保持原样。`,
    fix: `查明它属于谁（docker inspect ${container}），然后改名：docker rename ${container} NEW-NAME`,
  }),
  doesNotStart: ({ name, memory, seconds, lines }) => ({
    what: `数据库 ${name} 的服务器用这些设置无法启动；已在空目录上以 ${memory} MiB 内存试启动，最多等待 ${seconds} s：`,
    details: (lines.length > 0 ? lines : ["没有任何输出：是否因内存不足而被终止？"]).map(
      (line) => `  | ${line}`,
    ),
    fix: `更正数据库 ${name} 的设置或内存限额`,
  }),
  wouldChange: ({ setting, is, wanted }) => `${setting} 现为 ${is || "未设置"}，将变为 ${wanted || "未设置"}`,
  unchangeable: ({ name, changed }) => ({
    what: `数据库 ${name} 的数据创建时所用的这些设置，在已有数据上不能更改：`,
    details: changed.map((line) => `  ${line}`),
    fix: `保持原值；要用其他值就需要新的数据：为数据库 ${name} 换一个数据卷，并向其中导入转储文件`,
  }),
  shortOfSlots: ({ found, setting, value }) => `有 ${found} 个复制槽，而 ${setting} 为 ${value}`,
  shortOfPrepared: ({ found, setting, value }) => `有 ${found} 个预备事务，而 ${setting} 为 ${value}`,
  tooShort: ({ name, short }) => ({
    what: `数据库 ${name} 的数据超出了其设置允许的范围，服务器无法在这些数据上启动：`,
    details: short.map((line) => `  ${line}`),
    fix: "调大该设置，或先删除占用它的对象（pg_drop_replication_slot、ROLLBACK PREPARED）",
  }),
  collations: ({ library, was, next, name }) =>
    `数据库 ${name} 换用新镜像后，${{ libc: "C 库", icu: "ICU" }[library]} 的排序规则将从 ${was} 变为 ${next || "无"}。文本索引是按旧的顺序建立的：重建之前，使用这些索引的查询可能漏掉行。`,
  rebuild: (command) => `  本次更新之后，在空闲时段执行：${command}`,
  noImage: ({ image, name }) => `数据库 ${name} 的镜像 ${image} 不在主机上。`,
  noVersion: ({ name, variable, product }) => ({
    what: `数据库 ${name} 的镜像没有说明其版本：它没有像 ${product} 官方镜像那样设置 ${variable}。`,
    fix: `使用 ${product} 的官方镜像，或遵守其环境变量约定的镜像`,
  }),
  unknownVersion: ({ name, product, major, majors }) => ({
    what: `数据库 ${name} 的镜像是 ${product} ${major}，本组件不支持该版本。支持的版本：${majors.join(" ")}。`,
    fix: "使用其中一个版本的镜像",
  }),
  newerData: (versions) => ({
    what: otherMajor(versions),
    details: ["旧版本无法读取新版本的数据；只能恢复由旧版本所做的备份。"],
    fix: `继续使用 ${versions.product} ${versions.found}`,
  }),
  olderData: ({ ways, ...versions }) => ({
    what: otherMajor(versions),
    fix: [
      `继续使用 ${versions.product} ${versions.found}；或者按以下步骤把数据迁移到新版本，旧数据卷保持原样：`,
      ...ways,
    ].join("\n"),
  }),
};

const otherMajor = ({ volume, name, product, found, wanted }: OtherMajor) =>
  `数据库 ${name} 的数据卷 ${volume} 中是 ${product} ${found} 的数据，而镜像是 ${product} ${wanted}。不同的大版本无法在其上启动。`;
