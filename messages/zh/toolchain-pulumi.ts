import type { Messages } from "../en";

const origins = { installed: "已安装", official: "官方发布", built: "在本机构建" };

export const pulumi: Messages["toolchain"]["pulumi"] = {
  found: ({ version, origin }) => `Pulumi ${version}，${origins[origin]}`,
  lacksPlugins: ({ cli, names }) => ({
    what: `Pulumi CLI ${cli} 缺少插件：${names.join("、")}。`,
    fix: "运行一次 pulumi preview，它会获取这些插件",
  }),
  noCli: {
    what: "PATH 中没有 Pulumi CLI。",
    fix: "安装：https://www.pulumi.com/docs/install",
  },

  doesNotRun: (cli) => `已安装的 ${cli} 无法运行；不使用它`,
  tooOld: ({ cli, version, oldest }) => `已安装的 ${cli} 是版本 ${version}，低于 ${oldest}；不使用它`,
  noNodeHost: (cli) => `已安装的 ${cli} 旁边和 PATH 中都没有 pulumi-language-nodejs；不使用它`,

  askingFor: "正在向 get.pulumi.com 获取官方发布",
  notReached: "从这里无法访问 get.pulumi.com",
  unusable: (why) => `无法使用官方发布：${why}`,
  downloading: (url) => `正在下载 ${url}`,
  downloadingPlugin: ({ name, version }) => `正在下载插件 ${name} ${version}`,
  pluginFailed: ({ name, version }) => `无法下载插件 ${name} ${version}`,
  noChecksum: (name) => `公布的校验和中没有 ${name}`,
  wrongChecksum: ({ name, expected, found }) =>
    `${name} 与公布的内容不符：SHA-256 应为 ${expected}，实际为 ${found}`,

  othersBuild: (pid) => `另一个进程（${pid}）正在构建；等待其完成`,
  cli: "Pulumi CLI",
  languageHost: "Node.js 语言宿主",
  plugin: (name) => `${name} 插件`,
  building: (target) => `正在构建 ${target}`,
  progress: ({ target, state, seconds }) => `${target}：${state}（${seconds} s）`,
  begun: "正在开始",
  downloaded: (modules) => `已下载 ${modules} 个模块`,
  compiled: ({ packages, total }) => `已编译 ${packages} 个包（最多 ${total} 个）`,
  built: "已构建",

  buildNeeds: "Pulumi 没有安装，从这里也无法访问其下载站点，而自行构建需要",
  noGo: (needs) => `${needs} Go >= 1.25，但没有安装。`,
  oldGo: ({ needs, go, version }) => `${needs} Go >= 1.25；${go} 是 ${version}`,
  brokenGo: ({ needs, go, said }) => `${needs} Go >= 1.25；${go}：${said}`,
  installGo:
    "安装 Go >= 1.25（用发行版的软件包，或 https://golang.google.cn/dl/ ），使 PATH 中有 `go`；\n" +
    "如果无法访问 proxy.golang.org，设置 GOPROXY=https://goproxy.cn,direct；然后重新运行命令。",
  installPulumiOr: (installGo) =>
    `自行安装 Pulumi（https://www.pulumi.com/docs/install/ ），使 PATH 中有 \`pulumi\`；\n或者${installGo}`,
  noSpace: ({ needs, folder, free }) =>
    `${needs}约 8 GB 临时可用的磁盘空间；${folder} 只有 ${free} GB。\n` +
    "清理一些空间，或把 XDG_CACHE_HOME 设为更大磁盘上的目录。",
  noModules: ({ target, said, remedy }) => `无法下载 ${target} 的 Go 模块：\n${said}\n${remedy}`,
  diskFull: ({ target, said }) =>
    `构建 ${target} 时磁盘已写满：\n${said}\n清理出约 8 GB 空间，然后重新运行。`,
  notBuilt: ({ target, said, remedy }) => `无法构建 ${target}：\n${said}\n${remedy}`,
};
