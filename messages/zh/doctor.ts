import type { Messages } from "../en";
import { findings } from "./doctor-findings";

export const doctor: Messages["doctor"] = {
  checks: {
    tools: "工具",
    engine: "引擎",
    deployments: "发布窗口",
    state: "状态",
    lock: "锁",
    disk: "磁盘",
    ports: "端口",
    containers: "容器",
    certificates: "证书",
    backups: "备份",
    collations: "排序规则",
    releases: "发布版本",
    migrations: "迁移",
  },
  verdicts: { ok: "正常", warning: "警告", problem: "问题" },
  headings: { verdict: "结论", check: "检查", found: "情况" },
  exportFirst: (settings) => `下面的 docker 命令针对该环境的引擎；先运行：export ${settings}`,
  stackOf: ({ system, stack }) => `${stack}（系统 ${system}）`,
  summary: ({ stack, problems, warnings }) => `环境 ${stack}：${problems} 个问题，${warnings} 个警告。`,
  notChecked: (why) => `无法检查：${why}`,
  clauses: (texts) => texts.join("；"),
  ...findings,
};
