import { ours } from "../command";
import type { Messages } from "../en";

const shared = "允许同时写入（例如上传的文件）时设 sharedVolumes: true";

export const service: Messages["service"] = {
  cannotBeCreated: "服务不能用这些参数创建：",
  commandNeeded: "有 secrets 或 files 时必须填写，因为要等它们就位才启动",
  portNeeded: "用 HTTP 或 TCP 做健康检查时必须填写",
  badPort: (port) => `应为 1 到 65535，实际为 ${port}`,
  databasesNeeded: "设了 onlyDatabases 时必须填写，因为它不留其他网络",
  metricsUnread: "设了 onlyDatabases 时无法读取，因为它不留环境的网络",
  networkUnused: "设了 onlyDatabases 时不起作用，因为它不留其他网络",
  badReplicas: (replicas) => `应为不小于 1 的整数，实际为 ${replicas}`,
  relativePath: "必须是容器内的绝对路径",
  relativeSource: "必须是主机上的绝对路径",
  lineBreak: "不能含换行",
  usedTwice: "用了两次",
  twoWriters: (folders) =>
    `每次发布时，新容器会与旧容器同时写入 ${folders.join("、")}；只有一个写入者时（例如 Redis 或 Prometheus）选 lifeCycle: "instead"；${shared}`,
  manyWriters: ({ replicas, folders }) =>
    `${replicas} 个容器会同时写入 ${folders.join("、")}；改为 1；${shared}`,

  stoppedCutOff: (containers) => `已停止一次中断的更新留下的容器：${containers.join("、")}`,
  workersStopped: (containers) => ({
    what: `请求已转到新版本，因此停止了上一版本的 worker：${containers.join("、")}`,
  }),
  stopped: (containers) => ({
    what: `已停止这次发布启动的容器，以免它们接收任务：${containers.join("、")}`,
    fix: "排除失败原因，然后再次运行 'pulumi up'，它们会重新启动",
  }),
  leftRunning: (containers) => ({
    what: `以下容器属于失败的这次发布，但仍在运行，因为上一版本的容器已先结束（生命周期 "instead"）：${containers.join("、")}`,
    fix: `排除失败原因，然后再次运行 'pulumi up'；或运行 ${ours("rollback")}`,
  }),
  notStopped: (message) => `无法停止这次发布启动的容器：${message}`,
  switchNotBegun: "没有开始，因为这次发布的另一步失败了",
};
