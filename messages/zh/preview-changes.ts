import type { Messages } from "../en";

const verbs: Record<string, string> = {
  create: "将被创建",
  update: "将就地更改",
  replace: "将被替换",
  delete: "将被删除",
  "delete-replaced": "将被删除：它是未完成的更新留下的",
  same: "保持不变",
};

const scriptVerbs: Record<string, string> = {
  create: "将运行",
  update: "将重新运行",
  replace: "将重新运行",
  delete: "不再运行",
};

const restoredIfFails = "如果经 Nginx 进行的检查失败，则恢复旧配置";

export const changes: Messages["preview"]["changes"] = {
  verb: ({ op, isScript }) => (isScript ? scriptVerbs[op] : undefined) ?? verbs[op] ?? op,
  resource: ({ name, done }) => `${name} ${done}`,
  container: (done) => `其容器${done}`,
  volume: ({ name, done }) => `数据卷 ${name} ${done}`,
  volumeStays: (name) => `数据卷 ${name} 不再属于该环境；它连同数据保留在主机上`,
  volumeData: (name) => `数据卷 ${name} 上的全部数据`,
  protectedNow: "从现在起受保护",
  unprotectedNow: "不再受保护",
  unknownInterruption: "会中断什么尚不清楚：pulumi preview --diff 会显示具体更改",
  untilSuccessor: "在替代它的容器运行之前，它不可用",

  host: {
    network: ({ name, done }) => `网络 ${name} ${done}`,
    networkCut: "该环境的容器在重新创建之前无法互相访问",
    otherEngine: "该环境迁到另一个 Docker 引擎",
    otherDatabase: "那里是另一个数据库，数据不会迁过去",
    engineAddress: "Docker 引擎的连接方式",
    secretDeleted: (name) => `机密 ${name} 将被删除`,
    secretChanged: (name) => `机密 ${name} 将被更改`,
    secretGenerated: (name) => `机密 ${name} 将自动生成`,
  },

  images: {
    unused: (name) => `${name} 不再使用；它保留在主机上`,
    built: (name) => `构建 ${name}`,
    pulled: (name) => `拉取 ${name}，或使用主机上已有的`,
    argumentChanged: (name) => `构建参数 ${name} 有更改`,
    sourceChanged: (folder) => `${folder} 中的源码有更改`,
    baseChanged: (name) => `基础镜像 ${name} 有更改`,
    tagMoved: ({ from, to }) => `标签指向了另一个镜像：${from} → ${to}`,
  },

  database: {
    starts: "在其数据卷上启动容器",
    changes: "其容器在运行中更改",
    removed: "将被移除",
    notInProgram: "程序中已没有它",
    unreachable: (name) => `服务将无法再连接数据库 ${name}`,
    replaced: (done) => `其容器${done}：先核对数据与镜像、设置是否相符，再停止旧容器，然后启动新容器`,
    queriesFail: (seconds) => `查询会失败数秒，直到旧的数据库服务器停止（最多 ${seconds} s）、新的开始响应`,
    dataGone: (name) => `数据库 ${name} 不再有原来的数据（数据丢失，或者以空库启动）`,
    newPassword: "为应用生成新密码",
    noConnections: "从那时起到切换为止，旧版本的服务无法建立新连接",
  },

  backup: {
    backup: "备份",
    nonePending: "不备份：没有已知的待执行迁移",
    taken: (file) => `在执行 ${file} 之前备份；备份失败则不执行任何迁移`,
    notSet: (file) => `在执行 ${file} 之前不备份：系统没有设置备份`,
  },

  migrations: {
    removed: "不再属于系统；它对表结构的更改保留",
    nonePending: "核对迁移台账；没有待执行的文件",
    applied: (database) => `在数据库 ${database} 上执行`,
    appliedByState: (database) => `在数据库 ${database} 上执行（仅根据状态判断：无法读取迁移台账）`,
    lossUnknown: "无法读取迁移台账，因此无法判断它可能丢失什么",
    frameworkRemoved: "不再执行框架自带的迁移",
    framework: "执行框架自带的迁移，设置了备份时先备份；它们会更改什么无法事先得知",
  },

  tasks: {
    removed: "不再运行",
    runs: "将运行",
    runsAgain: "将重新运行",
    newMigration: "有新的迁移",
    newImage: "本次发布有新的镜像",
    ownText: "它自身的内容有更改",
  },

  services: {
    trial: "在没有数据的容器中测试镜像和设置",
    schedule: (text) => `定时备份：${text}`,
    isNew: (count) => `新增，${count} 个容器`,
    more: (count) => `增加 ${count} 个容器`,
    replaced: (count) => `替换 ${count} 个容器`,
    replacedBeside: (count) => `替换 ${count} 个容器：每个新容器健康之后才接收请求`,
    replacedInstead: (count) => `替换 ${count} 个容器：先停止旧容器，再启动新容器`,
    changed: (count) => `${count} 个容器在运行中更改`,
    removed: "将被完全移除",
    fewer: (count) => `减少 ${count} 个容器`,
    leftRemoved: (count) => `删除未完成的更新留下的 ${count} 个容器`,
    otherwise: ({ count, op }) => `${count} 个容器：${op}`,
    withoutIt: ({ name, stop, start }) =>
      `先停止 ${name}，再启动新容器：最多 ${stop + start} s 不可用（停止 ${stop} s，达到健康 ${start} s）`,
    fixedName: (name) => `${name} 的名称是固定的：它先停止，替代它的容器才启动`,
  },

  nginx: {
    nothingAnswers: "从那时起没有任何响应",
    portsAgain: "约 2 秒没有任何响应，其间重新发布端口；已打开的连接会断开",
    portsContainer: (done) => `发布端口的容器${done}`,
    newBeside: "新的 Nginx 与旧的同时运行，验证通过后接管端口",
    noSwitch: "不再切换",
    switchedToContainers: (services) => `请求切换到 ${services.join("、")} 的新容器；${restoredIfFails}`,
    switchedToConfiguration: `请求切换到新配置；${restoredIfFails}`,
    maintenance: "维护开始：除允许的路径外，所有路径都返回 503，直到维护结束",
    unknownText: "其内容在发布时才能确定",
    newPath: (path) => `新增路径 ${path}`,
    gonePath: (path) => `移除路径 ${path}`,
    newLine: (line) => `新增：${line}`,
    goneLine: (line) => `移除：${line}`,
    linesDiffer: (count) => `其配置有 ${count} 行不同`,
  },
};
