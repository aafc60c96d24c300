import { say } from "../messages/say";
import { days, type Deployments } from "./deployments";

/** Why `pulumi up` may not run now. */
export interface HeldBack {
  /** In half a sentence: `releases are frozen`. */
  what: string;
  /** Why, who, until when: a line each. */
  lines: string[];
  /** What to do about it. */
  fix: string;
}

type Window = Deployments["windows"][number];

const [day, week] = [24 * 60, 7 * 24 * 60];

/**
 * Why `pulumi up` may not run at a time, or undefined when it may.
 *
 * @param project the Pulumi project, the namespace of the keys that are named
 */
export function heldBack(
  { freeze, windows, timeZone }: Deployments,
  project: string,
  now: Date,
): HeldBack | undefined {
  const { frozen, outside } = say().config.deployments;
  const clock = wallClock(now, timeZone);
  if (freeze && (freeze.until === undefined || clock.date < freeze.until)) {
    const { reason, by, until } = freeze;
    return {
      what: frozen.what,
      lines: [
        frozen.why({ reason, by }),
        frozen.until(until && `${until} ${timeZone}`),
        frozen.now(`${clock.date} ${timeZone}`),
      ],
      fix: frozen.fix({ by, command: `pulumi config rm --path '${project}:deployments.freeze'` }),
    };
  }
  if (windows.length === 0 || windows.some((window) => minutesUntil(window, clock.minute) === 0))
    return undefined;
  const wait = Math.min(...windows.map((window) => minutesUntil(window, clock.minute)));
  const opening = clock.minute + wait;
  return {
    what: outside.what,
    lines: [
      outside.windows({ windows: windows.map(outside.window), timeZone }),
      outside.now({ now: clock.date, day: weekday(clock.minute) }),
      outside.opens({
        ...{ day: weekday(opening), at: time(opening) },
        ...{ hours: Math.floor(wait / 60), minutes: wait % 60 },
      }),
    ],
    fix: outside.fix(`${project}:deployments.windows`),
  };
}

/** Minutes until a window is open: 0 while it is. By the clock on the wall, which is what its user looks at. */
function minutesUntil({ days: names, from, to }: Window, minute: number): number {
  const length = (minuteOf(to) - minuteOf(from) + day) % day || day;
  return Math.min(
    ...names.map((name) => {
      const since = (minute - (days.indexOf(name) * day + minuteOf(from)) + week) % week;
      return since < length ? 0 : week - since;
    }),
  );
}

/** What clocks of a time zone show: a date that sorts as text, and the minute of the week that begins on Monday. */
function wallClock(now: Date, timeZone: string): { date: string; minute: number } {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    ...{ weekday: "short", year: "numeric", month: "2-digit", day: "2-digit" },
    ...{ hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  });
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  const clock = `${parts["hour"]}:${parts["minute"]}`;
  return {
    date: `${parts["year"]}-${parts["month"]}-${parts["day"]} ${clock}`,
    minute: days.findIndex((name) => name === parts["weekday"]) * day + minuteOf(clock),
  };
}

function minuteOf(clock: string): number {
  const [hour, minute] = clock.split(":").map(Number);
  return (hour ?? 0) * 60 + (minute ?? 0);
}

const weekday = (minute: number) => days[Math.floor((minute % week) / day)]!;
const two = (number: number) => String(number).padStart(2, "0");
const time = (minute: number) => `${two(Math.floor((minute % day) / 60))}:${two(minute % 60)}`;
