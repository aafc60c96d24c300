import { ours } from "../command";
import type { Messages } from "../en";

const allUnknown =
  "当前使用的状态中没有该环境的任何容器：这些容器属于另一份状态，或者当前状态曾在另一个引擎上 refresh 过";
const correctAndUp = "排除失败原因；之后 pulumi up 会重新启动它或将其删除";

export const containers: Messages["doctor"]["containers"] = {
  otherEngine:
    "在该环境的地址指向其自身引擎的机器上运行命令，或改正栈文件中的 host；不要在这里 refresh：状态会丢失已有的记录",
  none: "该环境没有容器",
  beside: ({ name, stack }) => ({
    what: `${name} 与提供服务的容器同时运行：它属于未完成的发布`,
    fix: `${ours("unlock --")} --stack ${stack} 会停止它；pulumi up --stack ${stack} 会用它继续发布`,
  }),
  gone: (name) => `${name} 已不存在：更新在替换它时中断（见“锁”和“状态”），或者它在 Pulumi 之外被删除`,
  unknownService: ({ name, stack, id }) => ({
    what: notInState(name),
    fix: `${unlockFirst(stack)}；如果它仍然存在，并且不属于其他状态：docker stop ${id} && docker rm --volumes ${id}`,
  }),
  unknownOther: ({ name, stack }) => ({
    what: notInState(name),
    fix: `${unlockFirst(stack)}；如果它仍然存在，可能属于另一份状态：保留它，并使用创建它的那份状态`,
  }),
  allUnknown: {
    what: allUnknown,
    fix: "使用创建这些容器的状态：pulumi whoami --verbose 会显示当前使用的是哪一个",
  },
  knownToCopy: (at) => `${allUnknown}；${at} UTC 的副本中有这些容器`,
  left: (name) => ({ what: left(name), fix: correctAndUp }),
  leftAlone: ({ name, service }) => ({
    what: `${left(name)}，并且 ${service} 没有任何容器在运行`,
    fix: correctAndUp,
  }),
  exceededMemory: ({ name, status, restarts }) => ({
    what: `${name} 未运行（${status}）：超出内存限制${restarted(restarts)}`,
    fix: startAgain(name),
  }),
  ended: ({ name, status, code, restarts }) => ({
    what: `${name} 未运行（${status}），退出码 ${code}${restarted(restarts)}`,
    fix: startAgain(name),
  }),
  unhealthy: ({ name, restarts }) => `${name} 健康检查不通过${restarted(restarts)}`,
  runs: ({ name, health, restarts }) =>
    `${name} 运行中${health === undefined ? "" : `，健康状态 ${health}`}${restarted(restarts)}`,
};

function notInState(name: string): string {
  return `${name} 不在状态中：它是失败或中断的发布留下的，或者属于另一份状态`;
}

function unlockFirst(stack: string): string {
  return `${ours("unlock --")} --stack ${stack} 会清除中断的更新留下的东西`;
}

function left(name: string): string {
  return `${name} 已停止：它属于失败的发布`;
}

function restarted(restarts: number): string {
  return restarts === 0 ? "" : `，被引擎重启 ${restarts} 次`;
}

function startAgain(name: string): string {
  return `docker start ${name}，除非是有意停止的；docker logs --tail 50 ${name} 会显示它为什么结束`;
}
