import type { Messages } from "../en";
import type { Day } from "../en/config-deployments";

const inWords: Record<Day, string> = {
  ...{ Mon: "周一", Tue: "周二", Wed: "周三", Thu: "周四", Fri: "周五", Sat: "周六", Sun: "周日" },
};

export const deployments: Messages["config"]["deployments"] = {
  frozen: {
    what: "发布已冻结",
    why: ({ reason, by }) => `原因：${reason}${by === undefined ? "" : `（${by}）`}`,
    until: (until) => `截止：${until ?? "解除冻结时"}`,
    now: (now) => `现在：${now}`,
    fix: ({ by, command }) => `等待冻结结束${by === undefined ? "" : `，或联系 ${by}`}；解除冻结：${command}`,
  },
  outside: {
    what: "现在不在发布窗口内",
    window: ({ days, from, to }) =>
      `${days.length === 7 ? "每天" : days.map((day) => inWords[day]).join("、")} ${from} 至 ${to}`,
    windows: ({ windows, timeZone }) => `发布窗口：${windows.join("；")}（${timeZone}）`,
    now: ({ now, day }) => `现在：${now}（${inWords[day]}）`,
    opens: ({ day, at, hours, minutes }) =>
      `下次开放：${inWords[day]} ${at}，还有 ${hours} 小时 ${minutes} 分钟`,
    fix: (key) => `等到窗口开放；发布窗口在栈文件的 ${key} 中`,
  },
  wouldBeRefused: ({ command, what, stack }) => `现在执行 ${command} 会被拒绝（环境 ${stack}）：${what}。`,
  refused: ({ command, what, stack }) => `${command} 被拒绝（环境 ${stack}）：${what}；未做任何更改。`,
  saysNoReason: (variable) => `${variable} 已设置，但没有说明原因。`,
  inEmergency: (variable, command) => `紧急情况下，仅对一条命令生效：${variable}="发生了什么" ${command}`,
  emergency: ({ command, what, stack, preview, reason }) =>
    `紧急操作（环境 ${stack}）：${what}；${preview ? `${command} 仍会执行` : "本次更新仍继续执行"}，原因：${reason}`,
};
