import { ours } from "../command";
import type { findings as English } from "../en/doctor-findings";
import { containers } from "./doctor-containers";
import { releases } from "./doctor-releases";

const renewal = "更新证书，在栈文件的 edge.tls 中设置，然后运行 pulumi up";
const origins = { installed: "本机已安装", official: "官方下载", built: "本机编译" };

export const findings: typeof English = {
  containers,
  releases,

  tools: {
    node: (version) => `Node.js ${version}`,
    oldNode: (version) => ({
      what: `Node.js ${version} 低于 20.5`,
      fix: "安装 Node.js 20.5 或更高版本",
    }),
    docker: (version) => `docker 命令 ${version}`,
    noDocker: {
      what: "找不到 docker 命令",
      fix: "apt-get install docker.io，或安装所用系统的相应软件包",
    },
    pulumi: ({ version, origin, path }) => `Pulumi ${version}（${origins[origin]}）：${path}`,
    noPulumi: {
      what: "没有版本受支持且插件齐全的 Pulumi CLI",
      fix: "npm start 会安装；或者自行安装 Pulumi，然后运行 pulumi install",
    },
    plugins: (plugins) => `插件 ${plugins.join("、")}`,
    missingPlugins: (plugins) => `缺少插件：${plugins.join("、")}`,
  },

  engine: {
    answers: ({ version, endpoint }) => `Docker ${version}，地址 ${endpoint}`,
  },

  deployments: {
    unreadable: {
      what: "无法解析栈文件中的 deployments",
      fix: "pulumi preview 会列出每个错误",
    },
    mayRun: "现在可以运行 pulumi up",
  },

  state: {
    noBackend: {
      what: "没有状态后端：pulumi 未登录",
      fix: "pulumi login 'file:///a/folder?metadata=skip'，环境 dev 则运行 npm start",
    },
    keptAt: (backend) => `保存在 ${backend}`,
    damagedNote: (file) => `${file} 不完整，因为写入它的进程被终止；pulumi 会报告：EOF`,
    resources: ({ count, file }) => `${file} 中有 ${count} 个资源`,
    pending: ({ names, stack }) => ({
      what: `有更新正在运行，或在以下操作中被中断：${names.join("、")}`,
      fix: `如果没有更新在运行（见“锁”）：${ours("unlock --")} --stack ${stack}`,
    }),
    damaged: (file) => `${file} 不完整：磁盘曾经写满，或写入被中断`,
    missing: ({ stack, folder }) => `${folder} 中没有环境 ${stack} 的状态`,
    searchBackups: (folder) => `没有完整的副本：在 ${folder} 的备份中查找`,
    initialise: (stack) =>
      `如果从未部署过：pulumi stack init ${stack}；否则使用保存该状态的状态后端：pulumi login`,
    newestCopy: ({ found, at, resources }) =>
      `${found}；最新的完整副本写于 ${at} UTC，包含 ${resources} 个资源`,
  },

  lock: {
    free: "没有命令持有锁",
    freeOnEngine: "引擎上没有命令持有锁；状态的锁由状态后端管理",
    held: (who) => `锁的持有者：${who}`,
    unreadable: (why) => ({
      what: `无法读取引擎上的锁：${why}`,
      fix: "先看“引擎”一项，然后重新运行 doctor",
    }),
    foreign: {
      what: "锁的名称被一个容器占用，而它不是该环境的锁",
      fix: "重命名那个容器",
    },
  },

  disk: {
    ofEngine: "引擎存放数据的位置",
    ofBackups: (database) => `${database} 的备份存放位置`,
    seeUsage: "docker system df 会显示空间被什么占用",
    keepFewer: "减少保留的备份（栈文件中的 database.backups），或换用更大的磁盘",
    free: ({ free, total, where }) => `${where}：剩余 ${free}，共 ${total}`,
    tooLittle: (found) => `${found}；发布需要 2 GiB 可用空间`,
  },

  ports: {
    held: ({ port, key, service }) => `${port}（${key}）由本环境的 ${service} 使用`,
    free: ({ port, key }) => `${port}（${key}）空闲`,
  },

  certificates: {
    none: "栈文件中没有 edge.tls：以 http 提供服务",
    unreadable: ({ file, why }) => ({ what: `${file} 不能作为证书读取：${why}`, fix: renewal }),
    served: (address) => `${address} 使用的证书`,
    notServed: (address) => ({
      what: `从本机看，${address} 上没有 TLS 服务`,
      fix: "如果应当有：pulumi up",
    }),
    expired: ({ what, until }) => `${what}：已于 ${until} 过期`,
    lasts: ({ what, days, until }) => `${what}：还剩 ${days} 天，有效期至 ${until}`,
    renewal,
  },

  backups: {
    leftover: ({ database, name, size, drop }) => ({
      what: `${database}：${name}（${size}）属于正在进行或未完成的恢复`,
      fix: `如果没有恢复在进行：${drop}`,
    }),
    noneYet: (database) => `${database} 还没有备份`,
    noneScheduled: ({ database, take }) => ({
      what: `${database} 没有备份，也没有定时备份`,
      fix: `${take}；然后在 index.ts 中添加 Backups`,
    }),
    inFuture: ({ database, ids }) => ({
      what: `${database}：${ids.length} 个备份的日期晚于现在，已忽略：${ids.join("、")}`,
      fix: "校正主机的时钟",
    }),
    last: ({ database, count, age }) => `${database}：共 ${count} 个备份，最近一个是 ${age} 之前的`,
    tooOld: ({ found, limit, take }) => ({
      what: `${found}；上限为 ${limit}`,
      fix: `${take}；定时备份容器的 docker logs 会显示为什么没有备份`,
    }),
    tested: (database) => `${database}：做过恢复测试`,
    untested: (database) => `${database}：从未做过恢复测试`,
  },

  collations: {
    differ: ({ database, container, recorded, actual }) =>
      `${container} 中的 ${database} 按版本 ${actual ?? "（未知）"} 的规则排序文本，而索引是按 ${recorded} 建立的：使用这些索引的查询可能漏掉行`,
    rebuild: (command) => `在业务空闲时运行：${command}`,
    fit: (container) => `${container}：索引与排序库的版本一致`,
  },

  migrations: {
    applied: ({ database, count }) => `${database}：全部 ${count} 个文件均已执行`,
    pending: ({ database, names, options }) => ({
      what: `${database}：待执行：${names.join("、")}`,
      fix: `${ours("migrate -- plan")}${options}；pulumi up 会执行它们`,
    }),
    halfWay: ({ file, database, ran, why }) =>
      `${file} 在数据库 ${database} 上执行到一半失败（已执行其中 ${ran} 条语句，且不会撤销）：${why}`,
    cutOff: ({ file, database }) => `${file} 在数据库 ${database} 上被中断：不清楚已执行了多少`,
    resolve: ({ file, options }) =>
      `手动撤销该文件已做的更改，或补齐剩余的更改（${ours("migrate -- status")}${options} 会显示已知情况），然后运行 ${ours("migrate -- resolve")} ${file} --rolled-back 或 --applied${options}`,
    failed: ({ file, why }) => `${file} 失败：${why ?? "没有记录原因"}`,
    onceFixed: (apply) => `排除原因之后：${apply}`,
    fixFile: "改正该文件，然后运行 pulumi up",
  },
};
