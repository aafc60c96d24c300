import type { Messages } from "../en";

export const engine: Messages["toolchain"]["engine"] = {
  installing: "正在用 apt 安装 Docker（约一分钟）",
  starting: "正在启动 Docker 引擎（几秒钟）",
  waiting: (seconds) => `正在等待 Docker 引擎（${seconds} s）`,
  noLog: "（没有日志）",
  noAnswer: ({ seconds, logFile, log }) =>
    `dockerd 在 ${seconds} s 内没有响应，或已退出。其日志 ${logFile} 的末尾：\n${log}`,
  notStarted: (why) => `dockerd 无法启动：${why}`,
  notEnded: ({ pids, logFile }) => `Docker 引擎没有退出（进程 ${pids.join("、")}）。其日志：${logFile}`,
  systemctlFailed: ({ said, log }) => `systemctl start docker 失败：\n${said}\n其日志末尾：\n${log}`,
  aptFailed: ({ packages, said }) =>
    `apt-get 无法安装 ${packages.join(" ")}：\n${said}\n` +
    `手动安装（apt-get update && apt-get install ${packages.join(" ")}），然后重新运行。`,

  notEnoughSpace: (paths) =>
    [
      "磁盘空间不足：",
      ...paths.map(({ path, free, needed }) => `  ${path}：可用 ${free} GiB，需要 ${needed} GiB`),
      "清理一些空间（docker system df 显示 Docker 占用的空间）；如果确定更少也够用，可把 MIN_FREE_GIB 设为更小的数。",
    ].join("\n"),
  badMinimum: (text) => `MIN_FREE_GIB 是 "${text}"；应为以 GiB 为单位的数字，例如 5 或 0.5。`,

  says: (lines) => `其输出：\n${lines}`,
  noClientOf: ({ chosen, how }) => `已选定引擎（${chosen}），但 PATH 中没有 docker 程序。安装方法：${how}`,
  noClient: (how) => `PATH 中没有 docker 程序。安装方法：${how}`,
  chosenDown: ({ chosen, said }) =>
    `${chosen} 的 Docker 引擎没有响应。${said}\n` +
    "启动该引擎或改正地址；要使用本机的引擎，则取消该设置。没有安装或启动任何内容。",
  denied: (user) =>
    `Docker 引擎正在运行，但用户 ${user} 无权使用（访问其 socket 时 permission denied）。\n` +
    `加入其用户组：sudo usermod -aG docker ${user}\n然后重新登录，或用此命令开启新的 shell：newgrp docker`,
  hung: ({ pid, said, how }) =>
    `dockerd 正在运行（进程 ${pid}），但没有响应。${said}\n查看其日志；如果已卡住，重启：${how}`,
  stopped: (how) => `Docker 引擎已安装，但没有运行。启动方法：${how}`,
  noEngine: ({ said, install, start }) =>
    `没有已安装或正在运行的 Docker 引擎。${said}\n安装方法：${install} 。如果已安装，启动方法：${start}`,
  notInstalled: (how) => `没有安装 Docker。安装方法：${how}`,
  unexpected: (said) => `Docker 引擎的响应不符合预期。${said}\n查看此命令的输出：docker version`,

  openDesktop: "打开 Docker Desktop（或 colima start）",
  inBackground: (command) => `${command}（以 root 身份在后台运行）`,
  thenStart: (command) => `${command}，然后重新启动`,
  runAsRoot: (link) => `以 root 身份运行本命令，它会安装并启动引擎；或参阅 ${link}`,
  clientPackage: (command) => `${command}（Debian 13 之前以及 Ubuntu 上：docker.io）`,
};
