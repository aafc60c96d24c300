import type { Messages } from "../en";
import { changes } from "./preview-changes";
import { reasons } from "./preview-reasons";

export const preview: Messages["preview"] = {
  title: ({ system, stack }) => `系统 ${system} 发布到环境 ${stack}`,
  warnings: "警告",
  sections: {
    host: "Docker 引擎和网络",
    images: "镜像",
    database: "数据库",
    backup: "备份",
    migrations: "迁移",
    tasks: "初始数据和任务",
    services: "服务",
    nginx: "Nginx",
    removed: "移除",
    other: "其他",
  },
  verdicts: {
    nothing: "无更改",
    safe: "安全",
    interrupts: "会中断服务",
    "may lose data": "可能丢失数据",
  },
  summary: {
    nothing: "无需更改：环境与程序一致。",
    safe: "安全：不中断服务，数据没有风险。",
    interrupts: (interrupts) => `会中断服务：${all(interrupts)}。`,
    loses: (loses) => `可能丢失数据：${all(loses)}。`,
    losesAndInterrupts: ({ loses, interrupts }) =>
      `可能丢失数据：${all(loses)}。还会中断服务：${all(interrupts)}。`,
  },
  clauses: (texts) => texts.join("；"),

  wrongCall: ({ why, usage }) => `${why}\n  用法：${usage}`,
  eitherForm: "--json 和 --markdown 不能同时使用",
  unprotect:
    "如果确实要这样做，先在栈文件中把 database.protect 设为 false，并运行 'pulumi up'，这一步不会更改其他内容",
  updateWouldFail: "'pulumi up' 会因此失败。",

  changes,
  reasons,
};

function all(costs: Parameters<Messages["preview"]["summary"]["loses"]>[0]): string {
  return costs.map(({ what, text }) => `${what}：${text}`).join("；");
}
