import type { Messages } from "../en";

export const ended: Messages["ended"] = {
  withCode: (code) => `进程以退出码 ${code} 结束，未说明原因`,
  bySignal: (signal) => `进程被信号${signal === undefined ? "" : ` ${signal} `}终止，未说明原因`,
};
