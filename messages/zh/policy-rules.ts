import type { Messages } from "../en";

export const rules: Messages["policy"]["rules"] = {
  "no-secret-env": {
    what: "容器的环境变量中不得有机密：无论状态中是否加密，`docker inspect` 都会显示它们",
    fix: "以文件形式传入：Service 组件的 `secrets`，或镜像的 …_FILE 变量",
  },
  "no-secret-build-args": {
    what: "构建参数中不得有机密：它会一直留在镜像历史中，可被读取",
    fix: "在容器运行时传入",
  },
  "no-secret-command": {
    what: "命令的文本和环境变量中不得有机密：命令失败时引擎会把两者都打印出来",
    fix: "通过 stdin 传入",
  },
  "database-port": {
    what: "数据库端口从不对其他机器发布",
    fix: "去掉 localPort，或使用 `docker exec`，或用 SSH 隧道连到主机",
  },
  "database-port-local": {
    what: "只有环境要求时，数据库端口才发布在 127.0.0.1 上",
    fix: "工具不再需要时，从栈文件中删除 localPort",
  },
  "port-bound": {
    what: "发布的端口写明地址和端口号：Docker 自己的规则先于防火墙规则生效",
    fix: "设置 ports[].ip 和 ports[].external，去掉 publishAllPorts",
  },
  "only-edge-public": {
    what: "其他机器只能访问 Nginx",
    fix: "在 Nginx 组件中为它加一条路由；主机上的工具使用 127.0.0.1 的端口",
  },
  "own-network": {
    what: "容器位于本环境自己的网络中，从不使用 Docker 的默认网络",
    fix: "在 networksAdvanced 中列出主机（Host 组件）的网络",
  },
  "no-shared-namespace": {
    what: "容器不与主机或其他容器共享命名空间（网络、进程、IPC、cgroups、用户）",
    fix: "去掉 networkMode、pidMode、ipcMode、cgroupnsMode 和 usernsMode",
  },
  "database-network-internal": {
    what: "数据库只在内部网络中",
    fix: "使用主机（Host 组件）的 databaseNetwork；只有环境要求 localPort 时数据库才会离开该网络",
  },
  "not-root": {
    what: "进程不以 root 运行",
    fix: "去掉 user（我们的镜像自带用户），或改用其他用户",
  },
  "read-only-root": {
    what: "根文件系统只读；需要写入的位置使用 tmpfs 或数据卷",
    fix: "readOnly: true，并为 /tmp 设置 tmpfs",
  },
  capabilities: {
    what: "去掉全部 capability；各角色只拿回其镜像必需的那些",
    fix: "capabilities: onlyCapabilities()；例外属于角色，写在 policy/roles.ts 中",
  },
  "no-new-privileges": {
    what: "进程不会获得比父进程更多的权限（setuid 程序）",
    fix: 'securityOpts: ["no-new-privileges:true"]',
  },
  "not-privileged": {
    what: "从不使用特权模式，也不使用主机的设备",
    fix: "去掉 privileged 和 devices",
  },
  "default-profiles": {
    what: "Docker 的 seccomp 和 AppArmor 配置保持生效",
    fix: "从 securityOpts 中删除该选项",
  },
  "no-engine-socket": {
    what: "容器得不到容器引擎的 socket：拿到它就等于拿到主机的 root 权限",
    fix: "删除该挂载",
  },
  "no-system-mount": {
    what: "不挂载主机的系统目录",
    fix: "只挂载需要的那个目录，或使用数据卷",
  },
  "host-mount-read-only": {
    what: "从主机挂载的内容是配置，并且只读；数据放在数据卷中",
    fix: "readOnly: true，或使用数据卷",
  },
  "no-volume-of-host": {
    what: "数据卷不是换了名称的主机目录：挂载规则看不到这种目录",
    fix: "去掉 driverOpts，或按路径挂载该目录",
  },
  "memory-limit": {
    what: "内存有上限，交换空间包括在内",
    fix: "memory 和 memorySwap，单位 MiB；两者相等表示不使用交换空间",
  },
  "cpu-limit": { what: "处理器时间有上限", fix: 'cpus，例如 "1.0"' },
  "log-rotation": {
    what: "日志会轮转：不能写满磁盘",
    fix: 'logDriver: "json-file", logOpts: { "max-size": "10m", "max-file": "3" }',
  },
  "image-by-id": {
    what: "容器的镜像用 id 或 digest 指定，这样运行的就是测试过的内容",
    fix: "使用 Image 组件的 id",
  },
  "image-tag": {
    what: "镜像带有 latest 以外的标签，或带有 digest",
    fix: "写明版本：postgres:17",
  },
  role: {
    what: "容器的标签说明其角色，例外属于角色",
    fix: "加上标签 io.pulumi-web-systems.role: service, database, edge, job",
  },
  "health-check": {
    what: "每个长期运行的容器都有健康检查",
    fix: "healthcheck: healthcheck({ … })",
  },
  restart: {
    what: "服务在崩溃和主机重启后自动恢复，但手动停止后不再启动；任务只运行一次",
    fix: 'restart: "always"；任务用 "no"',
  },
  "database-volume-retained": {
    what: "数据库的数据在命名数据卷中，删除其资源时数据卷保留",
    fix: "使用带 retainOnDelete: true 的 docker.Volume",
  },
  "database-protected": {
    what: "数据库的数据卷受到保护、不能删除，除非环境另有规定",
    fix: "在栈文件中设置 database.protect: true",
  },
  "engine-reached-safely": {
    what: "远程引擎通过 SSH 或双向 TLS 访问：能访问它的人就拥有那里的 root 权限",
    fix: "ssh://user@host，或 tcp:// 加上 caMaterial、certMaterial 和 keyMaterial",
  },
  "command-engine-reached-safely": {
    what: "远程引擎通过 SSH 或双向 TLS 访问：能访问它的人就拥有那里的 root 权限。命令也同样",
    fix: "environment: host.environment，访问的是同一个引擎",
  },
};
