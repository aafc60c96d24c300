import { ours } from "../command";
import type { Messages } from "../en";

export const migrationRunner: Messages["migration"]["runner"] = {
  applying: ({ ordinal, name }) => `正在执行 ${ordinal} ${name}`,
  runningFor: ({ name, seconds }) => `  ${name}：已运行 ${seconds} s`,
  waitsFor: ({ name, blocker }) => `  ${name}：正在等待锁，持有者为 ${blocker}`,
  complete: (count) => `迁移完成：共 ${count} 个`,
  backingUp: "执行第一个文件之前，正在备份",
  backedUp: (id) => `备份：${id}`,
  waiting: (holder) => `正在等待另一个迁移任务：${holder}`,
  reverting: (name) => `正在撤销 ${name}`,
  nothingPending: (command) => `没有待执行的迁移：${command}`,
  running: (command) => `正在运行 ${command}`,
  refused: ({ database, lines }) =>
    [
      `数据库 ${database} 的迁移被拒绝；没有执行任何迁移。`,
      ...lines.map((line) => `  ${line}`),
      "服务仍在运行旧版本。排除原因后，再次运行 'pulumi up'。",
    ].join("\n"),
  filesChanged: (folder) => `${folder} 中的文件在本次更新开始之后被修改：重新运行更新。`,
  noRecord: (name) => `${name} 已执行，但没有记录`,
  backupFailed: "迁移前的备份失败：",
  noBackupId: "备份已结束，但没有输出备份的 ID",
  locked: ({ seconds, holder }) => [
    `另一个迁移任务持有迁移锁，已等待超过 ${seconds} s：${holder}。`,
    "等待它结束。只有确认它已不再执行任何操作时，才在数据库中终止该连接。",
  ],
  holderEnds: "一个即将结束的迁移任务",
  sessionRefused: ({ database, container, said }) =>
    `容器 ${container} 中的数据库 ${database} 拒绝执行：${said}`,
  noAnswer: ({ database, container, said }) => `容器 ${container} 中的数据库 ${database} 没有响应：${said}`,
  unresolved: ({ name, since, ran, total, error, backup }) => {
    const count = total === undefined ? `${ran} 条语句` : `${total} 条语句中的 ${ran} 条`;
    return [
      `${name} 于 ${since} 开始执行，但没有结束；无法回滚。`,
      error.length > 0 ? `  已执行且仍然有效：${count}。` : `  已知执行过：${count}；下一条也可能已执行。`,
      ...error.map((line) => `  ${line}`),
      `  执行前的备份：${backup ?? "没有备份"}`,
      "  手动撤销它已做的更改，或补齐剩余的更改；然后说明是哪一种：",
      `    ${ours("migrate -- resolve")} ${name} --rolled-back   （从头重新执行）`,
      `    ${ours("migrate -- resolve")} ${name} --applied       （视为已完成）`,
    ];
  },
  rolledBack: ({ name, database, lines, elsewhere }) =>
    [
      `迁移 ${name} 在数据库 ${database} 上失败。它已回滚；之前的文件仍然有效。`,
      ...lines.map((line) => `  ${line}`),
      `服务仍在运行旧版本。${elsewhere ? "排除原因" : "修正该文件"}后，再次运行 'pulumi up'：会从该文件继续。`,
    ].join("\n"),
  halfWay: ({ name, database, lines }) =>
    [
      `迁移 ${name} 在数据库 ${database} 上中途停止。之前的文件仍然有效，之后的文件没有执行。`,
      ...lines.map((line) => `  ${line}`),
      "服务仍在运行旧版本。处理完成后，再次运行 'pulumi up'：会从该处继续。",
    ].join("\n"),
  cutOff: ({ name, database, container, lines, atomic }) =>
    [
      `迁移 ${name} 被中断：容器 ${container} 中的数据库 ${database} 没有响应。`,
      ...lines.map((line) => `  ${line}`),
      atomic
        ? "数据库再次启动时会将它回滚；之前的文件仍然有效。"
        : `它无法回滚：数据库恢复响应后，用 '${ours("migrate -- status")}' 查看执行到了哪一步。`,
      "当前的服务仍是旧版本。排除原因后，再次运行 'pulumi up'。",
    ].join("\n"),
  interrupted: ({ database, container, lines }) =>
    [
      `与容器 ${container} 中的数据库 ${database} 的会话在完成之前就结束了。`,
      ...lines.map((line) => `  ${line}`),
      "已执行的文件都有记录；没有开始执行其他文件。排除原因后，再次运行 'pulumi up'。",
    ].join("\n"),
  waitedFor: (blocker) => `当时正在等待锁，持有者为 ${blocker}`,
  place: ({ name, line, said }) => `${name} 第 ${line} 行：${said}`,
  whichStatement: ({ at, of }) => `（第 ${at} 条语句，共 ${of} 条）`,
  diskFull: ({ folder, container, free, total }) =>
    `数据库的磁盘已满：容器 ${container} 的 ${folder}${free ? `，目前剩余 ${free} MiB，共 ${total} MiB` : ""}。`,
  makeRoom: (volume) =>
    `在${volume ? `数据卷 ${volume} ` : "该目录"}所在的磁盘上腾出空间；用 docker system df -v 查看 Docker 占用的空间`,
  containerGone: (container) =>
    `容器 ${container} 已不存在。用 '${ours("doctor")}' 确认这是否是该环境所在的引擎；若是，在其上用 'pulumi up --refresh' 以原有数据重新创建它。`,
  restarted: ({ container, at }) => `容器 ${container} 曾经退出，Docker 于 ${at} 重新启动了它。`,
  stopped: ({ container, status, exitCode, why }) =>
    `容器 ${container} 的状态为 ${status}，退出码 ${exitCode}${{ memory: "：超过了内存限额", killed: "：被强制终止", unknown: "" }[why]}。`,
  cannotRevert: ({ name, lines }) => ({ what: `${name} 无法撤销；未做任何更改。`, details: lines }),
  noBackups: "该环境没有备份。为 Migration 设置 `backup`，然后运行 'pulumi up'。",
  noDownFile: (path) => `${path} 不存在；该文件中应有撤销所用的 SQL。否则只能恢复备份：${ours("backups")}`,
  notEnded: (name) => `${name} 已开始执行但没有结束：先处理它。`,
  onlyLast: (last) => (last === undefined ? "没有已执行的文件。" : `只能撤销最后执行的文件：${last}。`),
  revertFailed: ({ name, said, rolledBack }) =>
    [
      `${name} 撤销失败：${said}`,
      rolledBack
        ? "数据库已将其回滚：该文件仍为已执行，表结构没有变化。"
        : `此前对表结构的更改仍然有效。手动取消这次撤销，或把它做完，然后运行：${ours("migrate -- resolve")} ${name} --applied|--rolled-back`,
    ].join("\n"),
  notInLedger: ({ name, database, open }) =>
    `数据库 ${database} 的迁移台账中没有 ${name}。${toResolve(open)}`,
  notOpen: ({ name, state, open }) => `${name} 在迁移台账中的状态为 “${state}”。${toResolve(open)}`,
  namesDatabase: ({ names, database }) =>
    `${names.join("、")}：其中写明了数据库名 ${database}，因此无法在另一个数据库中试执行。`,
  commandFailed: ({ command, database, lines, backup }) =>
    [
      `${command} 在数据库 ${database} 上失败。最后的输出：`,
      ...lines.map((line) => `  | ${line}`),
      `执行前的备份：${backup ?? "没有备份"}`,
      "服务仍在运行旧版本。排除原因后，再次运行 'pulumi up'：框架会从停止处继续。",
    ].join("\n"),
};

const toResolve = (open: string[]) =>
  open.length > 0 ? `待处理：${open.join("、")}。` : "没有需要处理的文件。";
