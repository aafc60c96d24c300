import type { Messages } from "../en";

export const preflight: Messages["preflight"] = {
  cannotStart: "发布无法开始；未做任何更改。",
  noAnswer: ({ endpoint, said }) => `${endpoint} 上的 Docker 没有响应：${said}`,
  ways: {
    changedKey:
      "主机密钥已变更。向主机管理员核对指纹（在主机上执行 ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub）；确认是有意更换后，才在本机执行 ssh-keygen -R HOST，然后用 ssh 登录一次",
    unknownKey: "本机还没有这台主机的密钥。用 ssh 登录一次，并与管理员提供的指纹核对",
    noAccess: "把公钥放到主机上（ssh-copy-id），或加载私钥：ssh-add",
    ssh: "确认 ssh 能连到主机，并且主机上 docker 可用：ssh USER@HOST docker version",
    tcp: (certificates) =>
      `确认引擎在该地址上运行${certificates === undefined ? "" : `，并且 ${certificates} 中的证书与它匹配`}`,
    unix: "启动 Docker（systemctl start docker，Debian 和 Ubuntu 上也可以用 npm start），或指定另一个引擎：pulumi config set host ssh://USER@HOST",
    denied: "当前用户无权访问它的 socket：sudo usermod -aG docker $USER，然后重新登录",
  },
  heldByContainer: ({ port, key, name, system, stack }) => ({
    what: `主机端口 ${port} 已被${stack === "" ? "" : `系统 ${system} 环境 ${stack} 的`}容器 ${name} 占用。`,
    fix: `在栈文件中换一个端口（${key}），或停止该容器`,
  }),
  heldByProgram: ({ port, key, program }) => ({
    what: `主机端口 ${port} 已被${program ? ` ${program.name}（进程 ${program.pid}）` : "其他程序"}占用。`,
    fix: `在栈文件中换一个端口（${key}），或停止该程序`,
  }),
  tooFull: ({ free, folder, needed }) => ({
    what: `Docker 的数据目录（${folder}）仅剩 ${free} MiB 可用空间；一次发布需要 ${needed} MiB。`,
    fix: "释放一些空间：docker system df 查看占用情况；docker image prune 删除没有名称的镜像，docker builder prune 清理构建缓存",
  }),
};
