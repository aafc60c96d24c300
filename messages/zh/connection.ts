import type { Messages } from "../en";

export const connection: Messages["connection"] = {
  noAnswer: ({ endpoint, said }) => `${endpoint} 上的 Docker 引擎没有响应：${said}`,
  cutOff: "进程尚未结束，连接已断开",
  inputLeft: "命令在全部输入发送完之前就结束了",
  nothingWithin: (seconds) => `${seconds} s 内没有响应`,
  silent: (seconds) => `Docker 引擎在 ${seconds} s 内没有响应`,
};
