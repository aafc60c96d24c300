import type { Messages } from "../en";

export const engine: Messages["engine"] = {
  identity: ({ name, id, root }) => `${name}（id ${id}，数据在 ${root}）`,
  missingPath: ({ path, key }) => ({
    what: `栈文件的 ${key} 指定了 ${path}，但主机上没有。`,
    fix: "把它放到主机上，或改正路径",
  }),
  unseenPath: ({ path, key, message }) => ({
    what: `无法在主机上查找栈文件 ${key} 指定的 ${path}：${message}`,
    fix: "确认 ssh 能连到主机",
  }),
};
