/** A day of the week, as a stack file names it. */
export type Day = "Mon" | "Tue" | "Wed" | "Thu" | "Fri" | "Sat" | "Sun";

/** Why `pulumi up` may not run now, and what becomes of it. */
export const deployments = {
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
  wouldBeRefused: ({ command, what, stack }: { command: string; what: string; stack: string }) =>
    `${command} would be refused now: ${what} for stack ${stack}.`,
  refused: ({ command, what, stack }: { command: string; what: string; stack: string }) =>
    `${command} is refused: ${what} for stack ${stack}; nothing was changed.`,
  saysNoReason: (variable: string) => `${variable} is set, but does not say why.`,
  inEmergency: (variable: string, command: string) =>
    `in an emergency, for one command: ${variable}="what happened" ${command}`,
  emergency: (of: { command: string; what: string; stack: string; preview: boolean; reason: string }) =>
    `EMERGENCY: ${of.what} for stack ${of.stack}; ${of.preview ? `${of.command} would continue` : "this update continues"} anyway, because: ${of.reason}`,
};
