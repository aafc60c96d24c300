import type { Messages } from "../en";

export const preflight: Messages["preflight"] = {
  cannotStart: "发布无法开始；未做任何更改。",
};
