import { ours } from "../command";
import type { Messages } from "../en";

export const readiness: Messages["readiness"] = {
  serviceFailed: ({ service, container, why, left, answer, log }) => {
    const again = "排除原因后，重新运行 'pulumi up'";
    return {
      what: `服务 ${service} 没有变健康：${why}`,
      details: [
        ...(answer.length > 0 ? ["健康检查的结果：", ...answer] : []),
        `候选容器 ${container} 的日志：`,
        ...log,
        {
          instead: `新容器已被停止。旧容器在它启动之前就已结束（生命周期为 "instead"），因此 ${service} 目前没有运行。Nginx 后面的服务可能已经是新版本：${ours("releases")}。`,
          worker: "新容器已被停止，不会处理任何任务。",
          served: "新容器不会收到请求；如果之前有发布在提供服务，它仍在继续。",
        }[left],
      ],
      fix: left === "instead" ? `${again}；或者回滚：${ours("rollback")}` : again,
    };
  },
  notStarted: "容器无法启动",
  gone: "容器已不存在",
  stopped: ({ code }) => `容器已被停止，退出码为 ${code}`,
  restarted: ({ code, times }) => `进程退出（退出码 ${code}），已被重启 ${times} 次`,
  notHandedOver: ({ timeout }) => `在 ${timeout} 秒内无法把文件和机密设置交给容器`,
  noGoodAnswer: ({ timeout }) => `在 ${timeout} 秒内健康检查没有通过`,

  databaseFailed: ({ container, timeout, state, answer, log, why }) => ({
    what: `数据库 ${container} 在 ${timeout} 秒内没有响应查询（状态：${state}）。`,
    details: [`返回：${answer}`, "最后的日志：", ...log, "没有执行任何迁移，也没有更改任何服务。"],
    fix: [
      "排除原因，或者撤销对数据库的更改，然后重新运行 'pulumi up'",
      ...(why === "foreign"
        ? [
            `数据由另一个系统创建；用它自己的超级用户 NAME 执行：docker exec ${container} psql -U NAME -d postgres -c 'CREATE ROLE postgres SUPERUSER LOGIN'`,
          ]
        : []),
      ...(why === "slow" ? ["如果数据库只是需要更长时间（例如要恢复大量数据）：调大它的 startTimeout"] : []),
    ],
  }),
  databaseGone: "已不存在",
  databaseUnknown: "未知",
  databaseState: ({ status, exitCode, outOfMemory, restarts }) => {
    const exit = exitCode === undefined ? "" : `，退出码 ${exitCode}`;
    return `${status}${exit}${outOfMemory ? "，内存不足" : ""}，已重启 ${restarts} 次`;
  },
  noAnswerWithin: ({ seconds }) => `${seconds} 秒内没有返回`,
  databaseWaits: ({ container, waited, timeout, answer }) =>
    `数据库 ${container} 尚未响应，已等待 ${waited} 秒（最多 ${timeout} 秒）：${answer}`,
};
