import { ours } from "../command";
import type { Problem } from "../problem";
import { listed, some } from "./lists";
import { rollback } from "./releases-rollback";

/** What became of a release. */
export type Result = "started" | "succeeded" | "failed";

const ends: Record<Result, string> = { started: "was cut off", succeeded: "succeeded", failed: "failed" };

/** What `releases` and `rollback` say. */
export const releases = {
  noneYet: (stack: string) => `Stack ${stack} has no release yet: pulumi up creates the first.`,
  unreadable: (number: number, why: string) => `Record ${number} cannot be read: ${why}.`,
  nameAnother: `name another release (${ours("releases")})`,
  noneAtAll: (): Problem => ({
    what: "There is no such release: the stack has none yet.",
    fix: "pulumi up creates the first",
  }),
  unknown: (known: number[]): Problem => ({
    what: "There is no such release.",
    fix: `name one of ${listed(known.map(String))} (${ours("releases")} lists them)`,
  }),
  results: {
    started: "started",
    succeeded: "succeeded",
    failed: "failed",
    running: "running, or was cut off",
    cutOff: "cut off",
  },
  serves: (result: string) => `${result}, serves`,
  columns: ["RELEASE", "WHEN (UTC)", "RESULT", "TOOK", "BY", "COMMIT", "WHAT CHANGED"],
  whatChanged: (changes: string[]) => changes.join("; ") || "the program",
  failedAt: (step: string) => `${step} failed`,
  staysApplied: (migration: string) => `migration ${migration} stays applied`,
  together: (parts: string[]) => parts.join("; "),
  unrecorded: (last: number) =>
    `The release that serves could not be recorded; release ${last} is the last recorded one that served.`,
  guessed: (number: number, why: string) =>
    `That release ${number} serves is known only from these records, because ${why}.`,
  details: {
    title: ({ number, stack, result }: { number: number; stack: string; result: string }) =>
      `Release ${number} of stack ${stack}: ${result}`,
    times: (at: { from: string; to: string | undefined; took: string; by: string }) =>
      `${at.from} to ${at.to ?? "unknown"} (${at.took}), by ${at.by}`,
    commit: (id: string, subject: string) => `commit ${id} ${subject}`,
    changed: "What changed:",
    replaces: (number: number) => `Release ${number} served before it.`,
    noSource: (why: string) => `Its source is not kept: ${why}`,
    leftOut: (paths: string[]) => `Not in its source, because they look like secrets: ${listed(paths)}`,
    linksOut: (paths: string[]) => `Not in its source, because they lead out of it: ${listed(paths)}`,
    untracked: (paths: string[]) => `Not in its source, because git did not track them: ${listed(paths)}`,
    backup: (id: string) => `Backup before its migrations: ${id}`,
    unanswered: (names: string[]) => `Not known: what ${listed(names)} applied, and its backup`,
    failedAt: (step: string) => `Failed at ${step}:`,
    steps: "Steps, the longest first:",
    images: "Images:",
  },
  choose: {
    guessed: (number: number, why: string) =>
      `That release ${number} serves is known only from the records, because ${why}.`,
    unrecorded: (last: number) =>
      `The release that serves could not be recorded, so what it is made of is not known; release ${last} is the last recorded one that served.`,
    laterEnded: ({ later, result, serves }: { later: number; result: Result; serves: number }) =>
      `Release ${later} ${ends[result]} before it served; release ${serves} serves. --to ${serves} reverts what release ${later} changed.`,
    unfinished: (at: { number: number; to: number | undefined; result: Result }) =>
      `Release ${at.number}, the rollback to release ${at.to}, ${ends[at.result]}: this finishes it. --to NUMBER chooses another release.`,
    isFirst: (number: number): Problem => ({
      what: `There is nothing to go back to: release ${number} is the first.`,
      fix: "correct what is wrong with it, then run pulumi up",
    }),
    replacedNone: (number: number, earlier: number): Problem => ({
      what: `There is nothing to go back to without a number: release ${number} replaced no other, because nothing served when it began, as after npm stop or pulumi destroy.`,
      fix: `correct what is wrong with it and run pulumi up, or name a release from before that: --to ${earlier} (${ours("releases")})`,
    }),
    serves: (number: number): Problem => ({
      what: `Release ${number} is the one that serves.`,
      fix: `--to an earlier one (${ours("releases")})`,
    }),
    notServed: (number: number, result: Result): Problem => ({
      what: `Release ${number} ${result === "failed" ? "never served" : "is not known to have served"}: it ${ends[result]}.`,
      fix: `name one that did (${ours("releases")})`,
    }),
    nameRelease: `name the release: --to NUMBER (${ours("releases")})`,
    recordUnreadable: (number: number, why: string) =>
      `Release ${number} serves, but its record cannot be read, so what it replaced is not known: ${why}.`,
    noRecord: (number: number) =>
      `Release ${number} serves, but has no record, so what it replaced is not known.`,
    nothingServes: (): Problem => ({
      what: "There is nothing to go back to: no release of this stack serves.",
      fix: `${ours("releases")}; --to NUMBER names one`,
    }),
  },
  source: {
    notKept: (number: number, why: string | undefined): Problem => ({
      what: `The source of release ${number} is ${why === undefined ? "no longer kept" : `not kept: ${why}`}.`,
      fix: `name another (${ours("releases")}), or check out its commit and run pulumi up`,
    }),
    changed: (number: number, difference: string): Problem => ({
      what: `The source of release ${number} is not what was recorded; nothing of it was run, and nothing was changed.`,
      details: [difference],
      fix: `go back to another release (${ours("releases")}), and find out who changed the volumes of the releases`,
    }),
    otherFolder: (recorded: string, proven: string) =>
      `its project is in "${recorded}" according to its record, and in "${proven}" according to the state`,
    otherHash: (expected: string, found: string) => `expected sha256 ${expected}, found ${found}`,
    refused: (number: number, why: string): Problem => ({
      what: `The source of release ${number} is refused; nothing of it was run, and nothing was changed.`,
      details: [why],
      fix: `go back to another release (${ours("releases")})`,
    }),
    projectOutside: (folder: string) => `its project is outside it: ${folder}`,
    noProject: (folder: string) => `it has no project in its folder "${folder}"`,
    noProgram: (file: string) => `it has no program: ${file} is missing`,
    untracked: (lacks: string, untracked: string[]) => `${lacks}; git did not track ${some(untracked)} then`,
    leaves: (name: string) => `${name} leaves the folder of the archive`,
    noFile: (name: string) => `${name} is neither a file nor a folder`,
    linkLeaves: (name: string, link: string) =>
      `${name} is a link that leaves the folder of the archive: ${link}`,
    linkToNothing: (name: string, link: string) =>
      `${name} is a link to something that is not in the archive: ${link}`,
    leftOutGone: (path: string) => `${path} was left out of the release's source, and is not here either.`,
    linkGone: (path: string) =>
      `${path} was a link that led out of the release's source; here it points to nothing.`,
    otherKey: (number: number, secrets: string[]): Problem => ({
      what: `Release ${number} has secrets that today's stack file lacks, encrypted with another passphrase; nothing was changed.`,
      details: secrets,
      fix: "set them (pulumi config set --secret --path …), and roll back again",
    }),
    installs: "Installing the packages of that release: npm ci",
  },
  rollback,
};
