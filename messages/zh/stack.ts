import { ours } from "../command";
import type { Messages } from "../en";
import { listed } from "./lists";

export const stack: Messages["stack"] = {
  usageLine: (usage) => `用法：${usage}`,
  wrongCall: (what, usage) => ({ what, details: [stack.usageLine(usage)] }),
  unknownCommand: (name, usage) => `未知命令 “${name}”。\n${usage}`,
  commandList: (commands) => [
    "用法：web-systems COMMAND …",
    ...commands,
    "",
    "运行 'web-systems COMMAND --help' 查看某个命令的用法。",
  ],
  noDatabase: (at) => ({
    what: `系统 ${at.system} 的环境 ${at.stack} 在 ${at.endpoint} 上没有数据库。`,
    fix: "pulumi up 会创建它；用 --stack NAME 选择另一个环境",
  }),
  whichDatabase: (name, databases) => ({
    what: `环境 ${name} 的哪个数据库？现有：${listed(databases)}。`,
    fix: "加上 --database NAME",
  }),
  noSuchDatabase: (at) => ({
    what: `环境 ${at.stack} 没有名为 ${at.wanted} 的数据库。现有：${listed(at.databases)}。`,
    fix: "用 --database 指定其中一个",
  }),
  withoutBackups: (container, name) => ({
    what: `容器 ${container} 由尚不支持备份的旧版程序创建。`,
    fix: `pulumi up --stack ${name}`,
  }),
  selectionUnreadable: (said, fix) => ({ what: `无法确定当前选中的环境：${said}`, fix }),
  noneSelected: (stacks) => ({
    what: "哪个环境？当前没有选中任何环境。",
    fix: `加上 --stack NAME（有栈文件的环境：${listed(stacks) || "无"}）`,
  }),
  noFile: (file, stacks) => ({
    what: `文件 ${file} 不存在。`,
    fix: `指定一个有栈文件的环境：--stack NAME（现有：${listed(stacks) || "无"}）`,
  }),
  waitingForBackend: (address) => `正在等待状态后端 ${address} 响应…`,
  stateUnreadable: (said, fix) => ({
    what: `无法读取该环境的状态：${said}`,
    ...(fix !== undefined && { fix }),
  }),
  badName: (name, stacks) => ({
    what: `--stack：应为环境的名称，实际为 ${JSON.stringify(name)}；未做任何更改。`,
    fix: `指定一个环境，例如有栈文件的：${listed(stacks) || "无"}`,
  }),
  hostUnreadable: (key) => ({
    what: `设置 ${key} 已加密且无法读取，因此无法确定该环境位于哪个 Docker 引擎；未做任何更改。`,
    fix: "把 PULUMI_CONFIG_PASSPHRASE 或 PULUMI_CONFIG_PASSPHRASE_FILE 设为该环境的口令",
  }),
  configUnreadable: (name, said) => ({
    what: `环境 ${name} 的配置有一部分来自 Pulumi ESC，无法读取；未做任何更改。`,
    details: [said],
    fix: `先让这条命令成功：pulumi config --stack ${name}`,
  }),
  changing: {
    updated: (name) => `环境 ${name} 被一次更新锁定；未做任何更改。`,
    refused: (command, details) => ({ what: `${command} 被拒绝；未做任何更改。`, details }),
    lockUnreadable: (why, endpoint) => ({
      what: "无法读取该环境的锁；未做任何更改。",
      details: [why],
      fix: `启动${endpoint === undefined ? "" : ` ${endpoint} 上的`} Docker 引擎`,
    }),
    othersWait: "在回答之前，对该环境的其他更改都会被拒绝。",
    noTerminal: () => ({ what: "未做任何更改：没有可以用来确认的终端。", fix: "加上 --yes" }),
    notConfirmed: "未做任何更改。",
  },
  unlock: {
    recordContainers: (count) => `已删除写发布记录时遗留的 ${count} 个容器`,
    folders: (count) => `已删除已结束进程遗留的 ${count} 个临时目录`,
    notStopped: (why) => `被中断的更新可能启动的容器未能停止：${why}`,
    notChecked: (name, backend) => ({
      what: `未检查：环境 ${name} 的状态锁，以及被中断的更新已开始创建的内容：其状态后端为 ${backend ?? "未知"}。`,
      fix: `pulumi up 会说明谁持有该锁；仅当那次更新已不再运行时：pulumi cancel --stack ${name}`,
    }),
    notAnswering: () => ({
      what: "该环境的引擎没有响应：引擎上的锁以及被中断的更新遗留的内容既未检查，也未更改。",
      fix: `引擎恢复响应后再次运行 ${ours("unlock")}`,
    }),
    done: (name, isSeen) =>
      `环境 ${name} 可以再次更新${isSeen ? "" : "，除非其状态后端仍持有锁"}：pulumi up --refresh --stack ${name}`,
    notLocked: (name, isSeen) =>
      isSeen ? `环境 ${name} 没有被锁定，也没有被中断的更新。` : `环境 ${name} 在其引擎上没有被锁定。`,
  },
  verify: {
    noChecks: (name, system) => ({
      what: `在系统 ${system} 的环境 ${name} 中找不到可运行的检查。`,
      fix: "先运行一次 'pulumi up'；index.ts 中需要有 Verification",
    }),
    columns: ["分组", "检查", "结果", "秒"],
    failed: "失败",
    passed: "通过",
    mismatch: (expected, found) => `期望 ${expected}，实际 ${found}`,
  },
  administrator: {
    noTerminal: "没有终端时，请加上 --generate 或 --password-stdin",
    oneOf: "--generate 和 --password-stdin 不能同时使用",
    none: (name, system) => ({
      what: `在系统 ${system} 的环境 ${name} 中找不到可创建的管理员。`,
      fix: "先运行一次 'pulumi up'；index.ts 中需要有 Administrator",
    }),
    notCreated: (said) => ({ what: "管理员未创建；未做任何更改。", details: [said] }),
    generated: (user, password) => `${user} 的密码，只显示这一次，不会保存在任何地方：${password}`,
    userName: (proposed) => `管理员的用户名 [${proposed}]：`,
    password: "密码：",
    onceMore: "再输入一次：",
    different: "两次输入的密码不一致；未做任何更改。",
  },
};
