import { z } from "zod";
import { expecting } from "./expecting";
import { LocalTime, TimeOfDay, TimeZone } from "./values";

/** Days as a stack file names them, in the order of the week. */
export const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

const Freeze = z
  .strictObject({
    reason: z
      .string(expecting((say) => say.reason))
      .min(1)
      .meta({
        description: "Why deployments are frozen; shown to anyone who tries to deploy.",
        example: "Double Eleven",
      }),
    by: z
      .string(expecting((say) => say.name))
      .optional()
      .meta({ description: "Who decided it and can be asked.", example: "Wang Wei" }),
    until: LocalTime.optional().describe(
      "When it ends automatically, in deployments.timeZone. Unset: when it is removed from the stack file.",
    ),
  })
  .meta({ example: { reason: "Double Eleven", by: "Wang Wei", until: "2026-11-12 08:00" } });

const Window = z
  .strictObject({
    days: z
      .array(
        z
          .enum(
            days,
            expecting((say) => say.oneOf(days)),
          )
          .meta({ example: "Mon" }),
      )
      .min(1)
      .default([...days])
      .meta({
        description: "Days of the week on which it opens. Unset: every day.",
        example: ["Mon", "Tue", "Wed", "Thu"],
      }),
    from: TimeOfDay.describe("When it opens on these days."),
    to: TimeOfDay.describe("When it closes; a time that is not after `from` is one of the next day."),
  })
  .meta({ example: { days: ["Mon", "Tue", "Wed", "Thu"], from: "22:00", to: "06:00" } });

/** When `pulumi up` may run, as a stack file says it. */
export const Deployments = z
  .strictObject({
    timeZone: TimeZone.default("Asia/Shanghai").describe(
      "Time zone of all times in this group, by its IANA name.",
    ),
    freeze: Freeze.optional().describe("While it is here, `pulumi up` is refused."),
    windows: z
      .array(
        Window,
        expecting((say) => say.windows),
      )
      .default([])
      .meta({
        description: "Times in which `pulumi up` may run. None: at any time.",
        example: [{ from: "22:00", to: "06:00" }],
      }),
  })
  .meta({ example: { windows: [{ from: "22:00", to: "06:00" }] } });

/** Checked, with every default filled in. */
export type Deployments = z.infer<typeof Deployments>;
