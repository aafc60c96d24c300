import { ours } from "../command";
import type { Messages } from "../en";

const damaged = "内容与预期不符：可能已损坏，或被手工改过；没有做任何更改";

export const contract: Messages["contract"] = {
  newer: (stack, system, found, known) => ({
    where: `${system} 的 ${stack} 栈的状态`,
    what: `由更新版本的 pulumi-web-systems 写入：契约版本为 ${found}，当前命令只支持 ${known} 及以下；没有做任何更改`,
    fix: [
      "升级软件包：npm install pulumi-web-systems@latest",
      "如果用的是 clone 下来的仓库：先 git pull，再 npm install",
    ],
  }),
  damagedOutput: (output, expected) => ({
    where: `栈状态中的 ${output}`,
    what: damaged,
    details: expected,
    fix: "运行 'pulumi up'，它会重新写入组件的输出",
  }),
  damaged: () => ({
    where: "栈的状态",
    what: damaged,
    fix: `运行 ${ours("doctor")}，它会指出最新的完整副本`,
  }),
};
