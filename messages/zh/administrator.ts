import { ours } from "../command";
import type { Messages } from "../en";

export const administrator: Messages["administrator"] = {
  none: () => ({ what: "还没有管理员。", fix: ours("administrator") }),
};
