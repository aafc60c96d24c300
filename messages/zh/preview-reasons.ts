import type { Messages } from "../en";

export const reasons: Messages["preview"]["reasons"] = {
  names: {
    command: "命令",
    image: "镜像",
    memory: "内存",
    mount: "挂载",
    network: "网络",
    port: "端口",
    processors: "处理器数",
    serverSetting: "服务器参数",
    swap: "交换空间",
    timeToStop: "停止时限",
    volume: "数据卷",
  },
  values: {
    none: "无",
    unknown: "（发布时确定）",
    secret: "（机密）",
  },
  list: (values) => values.join(" 和 "),

  changed: (what) => `${what}：有更改`,
  fromTo: ({ what, from, to }) => `${what} ${from} → ${to}`,
  isNew: ({ what, item }) => `新增${what} ${item}`,
  isRemoved: ({ what, item }) => `移除${what} ${item}`,
  otherOrder: (what) => `${what}的顺序改变`,
  image: (names) => `镜像 ${names}`,
  imageRecreated: (names) => `镜像 ${names}，重新生成`,

  entrypoint: "命令的启动方式",
  healthCheck: "健康检查",
  labels: "标签",
  memoryFolders: "内存中的目录",

  settings: {
    changed: "设置有更改",
    isNew: ({ name, value }) => `新增设置 ${name}：${value}`,
    isRemoved: (name) => `移除设置 ${name}`,
    fromTo: ({ name, from, to }) => `设置 ${name} ${from} → ${to}`,
  },
  secrets: {
    changed: "机密设置或文件有更改",
    settingIsNew: (name) => `新增机密设置 ${name}`,
    settingChanged: (name) => `机密设置 ${name} 有更改`,
    settingIsRemoved: (name) => `移除机密设置 ${name}`,
    fileIsNew: (path) => `新增文件 ${path}`,
    fileChanged: (path) => `文件 ${path} 有更改`,
    fileIsRemoved: (path) => `移除文件 ${path}`,
  },
};
