import { ours } from "../command";
import type { Messages } from "../en";

function some(files: readonly string[]): string {
  return files.slice(0, 5).join("、") + (files.length > 5 ? ` 等 ${files.length} 个` : "");
}

const keptWithout = "保存这次发布的源码时没有包含";

const takenFromThere = "回滚时会从执行回滚的目录中取用。";

const nameFiles = "system({ release: { files }, … })";

export const release: Messages["release"] = {
  changed: {
    settingRemoved: (key) => `删除 ${key}`,
    settingSet: ({ key, value }) => `${key} 设为 ${value}`,
    settingChanged: ({ key, old, value }) => `${key} ${old} → ${value}`,
    secretSet: (key) => `设置 ${key}（机密）`,
    secretChanged: (key) => `更改 ${key}（机密）`,
    image: (name) => `${name} 换了镜像`,
    rollbackTo: (number) => `回滚到版本 ${number}`,
    first: "首次发布",
    migration: (name) => `执行迁移 ${name}`,
  },

  listenerLate: (seconds) => `它在 ${seconds} 秒内没有结束`,
  listenerFailed: ({ event, why }) => ({
    what: `程序中的监听函数 host.on("${event}", …) 失败：${why}。发布本身不受影响`,
    fix: "修正该监听函数；下次发布时会再次调用它",
  }),

  unreadable: {
    empty: "它只有 0 字节",
    incomplete: "它不完整：读不出 JSON 对象",
    newer: ({ format, known }) => `它由更新版本的程序写入（格式 ${format}，当前程序最高只能读格式 ${known}）`,
    lacking: (keys) => `它缺少有效的 ${keys.join("、")}`,
  },

  unknown: {
    silent: "Nginx 入口没有记录",
    different: (releases) => `各个 Nginx 入口记录的版本不同：${releases.join("、")}`,
    noEdge: "环境没有 Nginx 入口",
  },

  archive: {
    damaged: "它不是 tar 归档，或已损坏",
    badSize: "读不出其中一个成员的大小",
    cutOff: "它被截断了",
  },

  notRecorded: (message) => `无法记录这次发布：${message}`,
  noWayBack: ({ number, why }) =>
    `${number === undefined ? "这个版本" : `版本 ${number} `}已在提供服务，但没有保存它的源码，以后无法回滚到它：${why ?? "无法写入它的记录"}`,
  sourceNotKept: (why) => `没有保存这次发布的源码：${why}`,
  sourceGone: (number) => `版本 ${number} 的源码已不再保留。`,
  answerMissing: (step) => ({
    what: `${step} 已成功，但没有收到它的结果：它执行了哪些文件、是否做了备份，这次发布的记录中都没有`,
    fix: `${ours("migrate -- status")} 显示已执行的迁移，${ours("backups")} 显示已有的备份`,
  }),

  untracked: ({ folder, files }) => ({
    what: `${keptWithout} ${folder} 中未被 git 跟踪的文件：${some(files)}`,
    fix: "用 git add 加入程序需要的文件，其余写进 .gitignore",
  }),
  secretsLeftOut: (files) => ({
    what: `${keptWithout}看起来像机密的文件：${some(files)}。${takenFromThere}`,
  }),
  linksLeftOut: ({ folder, links }) => ({
    what: `${keptWithout}指向 ${folder} 之外或使用绝对路径的链接：${some(links)}。${takenFromThere}`,
    fix: "把文件本身放到那里，或把链接改为相对路径",
  }),
  linkLeadsOut: ({ path, folder }) => ({
    what: `${path} 是指向 ${folder} 之外或使用绝对路径的链接`,
    fix: "把文件本身放到那里",
  }),
  decryptedUnknown: (message) => `git 没有给出它会解密哪些文件：${message}`,
  trackedUnknown: ({ folder, message, isForeign }) => ({
    what: `git 没有给出 ${folder} 中它跟踪的文件：${message}`,
    fix: isForeign
      ? `git config --global --add safe.directory ${folder}`
      : `让 git 能在那里运行，或写明源码由哪些文件组成：${nameFiles}`,
  }),
  notPacked: (message) => `tar 无法打包源码：${message}`,
  tooLarge: ({ folder, mib }) => ({
    what: `${folder} 打包后超过 ${mib} MiB`,
    fix: `写明程序由哪些文件组成：${nameFiles}`,
  }),
};
