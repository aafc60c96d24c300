import type { Messages } from "../en";

export const ended: Messages["ended"] = {
  withCode: (code) => `以退出码 ${code} 结束，没有错误信息`,
  bySignal: (signal) => `被信号${signal === undefined ? "" : ` ${signal} `}终止，没有错误信息`,
};
