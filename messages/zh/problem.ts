import type { Messages } from "../en";

export const problem: Messages["problem"] = {
  at: (where, what) => `${where}：${what}`,
  fixLine: (fix) => `解决方法：${fix}`,
};
