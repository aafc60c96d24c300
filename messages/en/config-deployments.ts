/** A day of the week, as a stack file names it. */
export type Day = "Mon" | "Tue" | "Wed" | "Thu" | "Fri" | "Sat" | "Sun";

/** Why `pulumi up` may not run now, and what becomes of it. */
export const deployments = {
  stack: (name: string) => `stack ${name}`,
  frozen: {
    what: "releases are frozen",
    why: ({ reason, by }: { reason: string; by: string | undefined }) =>
      `why:   ${reason}${by === undefined ? "" : ` (${by})`}`,
    until: (until: string | undefined) => `until: ${until ?? "it is lifted"}`,
    now: (now: string) => `now:   ${now}`,
    fix: ({ by, command }: { by: string | undefined; command: string }) =>
      `wait${by === undefined ? "" : `, or ask ${by}`}; to lift it: ${command}`,
  },
  outside: {
    what: "it is outside the deployment windows",
    window: ({ days, from, to }: { days: readonly Day[]; from: string; to: string }) =>
      `${days.length === 7 ? "every day" : days.join(", ")} ${from} to ${to}`,
    windows: ({ windows, timeZone }: { windows: readonly string[]; timeZone: string }) =>
      `windows: ${windows.join("; ")} ${timeZone}`,
    now: ({ now, day }: { now: string; day: Day }) => `now:     ${now} ${day}`,
    opens: ({ day, at, hours, minutes }: { day: Day; at: string; hours: number; minutes: number }) =>
      `opens:   ${day} ${at}, in ${hours} h ${minutes} min`,
    fix: (key: string) => `wait until it opens; the windows are in ${key} of the stack file`,
  },
  wouldBeRefused: ({ what, where }: { what: string; where: string }) =>
    `pulumi up would be refused now: ${what} for ${where}.`,
  refused: ({ what, where }: { what: string; where: string }) =>
    `pulumi up is refused: ${what} for ${where}; nothing was changed.`,
  saysNoReason: (variable: string) => `${variable} is set, but does not say why.`,
  inEmergency: (variable: string) =>
    `in an emergency, for one command: ${variable}="what happened" pulumi up`,
  emergency: (of: { what: string; where: string; preview: boolean; reason: string }) =>
    `EMERGENCY: ${of.what} for ${of.where}; ${of.preview ? "pulumi up would continue" : "this update continues"} anyway, because: ${of.reason}`,
};
