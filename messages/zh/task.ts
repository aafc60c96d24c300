import type { Messages } from "../en";

export const task: Messages["task"] = {
  failed: (name) => ({
    what: `任务 ${name} 失败；见上面的输出。等待它的步骤没有开始；旧版本继续提供服务。`,
    fix: "排除原因，然后再次运行 'pulumi up'",
  }),
};
