import type { Messages } from "../en";

const ending = "它没有留下任何改动。服务仍运行旧版本。排除原因，然后再次运行 'pulumi up'。";

export const seed: Messages["seed"] = {
  commandFailed: (name) => `初始数据 ${name} 写入失败；见上面的输出。${ending}`,
  sqlFailed: ({ name, database, place }) =>
    [`初始数据 ${name} 写入数据库 ${database} 失败。`, ...place.map((line) => `  ${line}`), ending].join(
      "\n",
    ),
  changedMeanwhile: (path) => `${path} 在这次更新开始后被修改：重新运行更新。`,
  counted: ({ item, created, present, total }) => `${item}：新建 ${created}，已有 ${present}，共 ${total}`,
  fileOrCommand: (name) => `初始数据 ${name}：file 和 command 必须且只能设置其中一个。`,
  missing: (path) => ({
    what: `初始数据文件 ${path} 不存在；未做任何更改。`,
    fix: "把它放到那里，或改正路径",
  }),
  cannotRun: (path) => `初始数据文件 ${path} 无法执行；未做任何更改。`,
};
