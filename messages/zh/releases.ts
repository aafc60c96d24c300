import { ours } from "../command";
import type { Messages } from "../en";
import { listed, some } from "./lists";
import { rollback } from "./releases-rollback";

const ends = { started: "被中断", succeeded: "已成功", failed: "已失败" };

export const releases: Messages["releases"] = {
  noneYet: (stack) => `环境 ${stack} 还没有发布版本：pulumi up 会创建第一个。`,
  unreadable: (number, why) => `无法读取版本 ${number} 的记录：${why}。`,
  nameAnother: `指定另一个版本（${ours("releases")}）`,
  noneAtAll: () => ({ what: "没有这个版本：该环境还没有任何发布版本。", fix: "pulumi up 会创建第一个" }),
  unknown: (known) => ({
    what: "没有这个版本。",
    fix: `指定其中一个：${listed(known.map(String))}（${ours("releases")} 会列出它们）`,
  }),
  results: {
    started: "已开始",
    succeeded: "成功",
    failed: "失败",
    running: "正在运行，或被中断",
    cutOff: "被中断",
  },
  serves: (result) => `${result}，正在提供服务`,
  columns: ["版本", "时间（UTC）", "结果", "耗时", "执行者", "提交", "变更内容"],
  whatChanged: (changes) => changes.join("；") || "程序",
  failedAt: (step) => `${step} 失败`,
  staysApplied: (migration) => `迁移 ${migration} 仍为已执行`,
  together: (parts) => parts.join("；"),
  unrecorded: (last) => `未能记录正在提供服务的版本；版本 ${last} 是有记录的版本中最后一个提供过服务的。`,
  guessed: (number, why) => `仅根据这些记录得知正在提供服务的是版本 ${number}，因为${why}。`,
  details: {
    title: ({ number, stack, result }) => `环境 ${stack} 的版本 ${number}：${result}`,
    times: (at) => `${at.from} 至 ${at.to ?? "未知"}（${at.took}），执行者 ${at.by}`,
    commit: (id, subject) => `提交 ${id} ${subject}`,
    changed: "变更内容：",
    replaces: (number) => `在它之前提供服务的是版本 ${number}。`,
    noSource: (why) => `它的源码没有保存：${why}`,
    leftOut: (paths) => `不在它的源码中，因为看起来像机密：${listed(paths)}`,
    linksOut: (paths) => `不在它的源码中，因为指向源码之外：${listed(paths)}`,
    untracked: (paths) => `不在它的源码中，因为当时没有被 git 跟踪：${listed(paths)}`,
    backup: (id) => `执行它的迁移之前的备份：${id}`,
    unanswered: (names) => `未知：${listed(names)} 执行了哪些迁移，以及其备份`,
    failedAt: (step) => `失败于 ${step}：`,
    steps: "各步骤，耗时最长的在前：",
    images: "镜像：",
  },
  choose: {
    guessed: (number, why) => `仅根据发布记录得知正在提供服务的是版本 ${number}，因为${why}。`,
    unrecorded: (last) =>
      `未能记录正在提供服务的版本，因此不知道它由什么构成；版本 ${last} 是有记录的版本中最后一个提供过服务的。`,
    laterEnded: ({ later, result, serves }) =>
      `版本 ${later} 在提供服务之前${ends[result]}；正在提供服务的是版本 ${serves}。--to ${serves} 会撤销版本 ${later} 已做的更改。`,
    unfinished: (at) =>
      `版本 ${at.number}（回滚到版本 ${at.to}）${ends[at.result]}：本次会完成它。用 --to NUMBER 选择另一个版本。`,
    isFirst: (number) => ({
      what: `没有可以回滚到的版本：版本 ${number} 是第一个。`,
      fix: "修正其中的问题，然后运行 pulumi up",
    }),
    replacedNone: (number, earlier) => ({
      what: `不指定编号就没有可以回滚到的版本：版本 ${number} 没有替换其他版本，因为它开始时没有版本在服务，例如在 npm stop 或 pulumi destroy 之后。`,
      fix: `修正其中的问题并运行 pulumi up，或指定更早的版本：--to ${earlier}（${ours("releases")}）`,
    }),
    serves: (number) => ({
      what: `正在提供服务的就是版本 ${number}。`,
      fix: `用 --to 指定更早的版本（${ours("releases")}）`,
    }),
    notServed: (number, result) => ({
      what: `版本 ${number} ${result === "failed" ? "从未提供过服务" : "是否提供过服务未知"}：它${ends[result]}。`,
      fix: `指定一个提供过服务的版本（${ours("releases")}）`,
    }),
    nameRelease: `指定版本：--to NUMBER（${ours("releases")}）`,
    recordUnreadable: (number, why) =>
      `正在提供服务的是版本 ${number}，但无法读取它的记录，因此不知道它替换了哪个版本：${why}。`,
    noRecord: (number) => `正在提供服务的是版本 ${number}，但它没有记录，因此不知道它替换了哪个版本。`,
    nothingServes: () => ({
      what: "没有可以回滚到的版本：该环境没有正在提供服务的版本。",
      fix: `${ours("releases")}；用 --to NUMBER 指定一个`,
    }),
  },
  source: {
    notKept: (number, why) => ({
      what: `版本 ${number} 的源码${why === undefined ? "已不再保存" : `没有保存：${why}`}。`,
      fix: `指定另一个版本（${ours("releases")}），或检出它的提交并运行 pulumi up`,
    }),
    changed: (number, difference) => ({
      what: `版本 ${number} 的源码与记录的不一致；没有运行其中任何内容，也未做任何更改。`,
      details: [difference],
      fix: `回滚到另一个版本（${ours("releases")}），并查明谁改动了发布版本的数据卷`,
    }),
    otherFolder: (recorded, proven) => `按它的记录，项目在 “${recorded}” 中；按状态，在 “${proven}” 中`,
    otherHash: (expected, found) => `期望 sha256 ${expected}，实际 ${found}`,
    refused: (number, why) => ({
      what: `版本 ${number} 的源码被拒绝；没有运行其中任何内容，也未做任何更改。`,
      details: [why],
      fix: `回滚到另一个版本（${ours("releases")}）`,
    }),
    projectOutside: (folder) => `它的项目在源码之外：${folder}`,
    noProject: (folder) => `它的目录 “${folder}” 中没有项目`,
    noProgram: (file) => `它没有程序：缺少 ${file}`,
    untracked: (lacks, untracked) => `${lacks}；当时 git 没有跟踪 ${some(untracked)}`,
    leaves: (name) => `${name} 超出归档的目录`,
    noFile: (name) => `${name} 既不是文件也不是目录`,
    linkLeaves: (name, link) => `${name} 是指向归档目录之外的链接：${link}`,
    linkToNothing: (name, link) => `${name} 是链接，但其目标不在归档中：${link}`,
    leftOutGone: (path) => `${path} 没有收入该版本的源码，现在这里也没有。`,
    linkGone: (path) => `${path} 原是指向该版本源码之外的链接，在这里它没有目标。`,
    otherKey: (number, secrets) => ({
      what: `版本 ${number} 有当前栈文件中没有的机密，而且是用另一个口令加密的；未做任何更改。`,
      details: secrets,
      fix: "设置它们（pulumi config set --secret --path …），然后再次回滚",
    }),
    installs: "正在安装该版本的依赖包：npm ci",
  },
  rollback,
};
