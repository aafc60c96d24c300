import { ours } from "../command";
import type { Messages } from "../en";

const damaged = "内容与预期不符：可能已损坏，或被手动改过；未做任何更改";

export const contract: Messages["contract"] = {
  newer: (stack, system, found, known) => ({
    where: `系统 ${system} 的环境 ${stack} 的状态`,
    what: `由更新版本的 pulumi-web-systems 写入（格式 ${found}），当前版本最高只能读格式 ${known}；未做任何更改`,
    fix: [
      "安装该版本或更新的版本：npm install ./pulumi-web-systems-VERSION.tgz",
      "如果用的是 clone 下来的仓库：先 git pull，再 npm install",
    ],
  }),
  damagedOutput: (output, expected) => ({
    where: `环境状态中的 ${output}`,
    what: damaged,
    details: expected,
    fix: "运行 'pulumi up'，它会重新写入组件的输出",
  }),
  damaged: () => ({
    where: "环境的状态",
    what: damaged,
    fix: `运行 ${ours("doctor")}，它会指出最新的完整副本`,
  }),
};
