import type { Messages } from "../messages/en";
import { say } from "../messages/say";

/** How a command is called. */
export interface Usage {
  /** What may come after its name, a line each way to call it. */
  forms: [string, ...string[]];
  /** What its words and options do. */
  readonly options: Record<string, string>;
  /** What comes after its name in a typical call. */
  example: string;
}

type Options = (text: Messages["usage"]["options"]) => Record<string, string>;

/** One whose options are asked of the catalogue when they are shown. */
const usage = (forms: Usage["forms"], options: Options, example: string): Usage => ({
  forms,
  get options() {
    return options(say().usage.options);
  },
  example,
});

const stack: Options = (text) => ({ "--stack NAME": text.stack });
const database: Options = (text) => ({ ...stack(text), "--database NAME": text.database });
const json: Options = (text) => ({ "--json": text.json });
const yes: Options = (text) => ({ "--yes": text.yes });

/** How each command for operators is called, by its name. */
export const usages = {
  preview: usage(
    ["[--stack NAME] [--json | --markdown]"],
    (text) => ({ ...stack(text), ...json(text), "--markdown": text.markdown }),
    "--stack prod",
  ),
  doctor: usage(["[--stack NAME] [--json]"], (text) => ({ ...stack(text), ...json(text) }), "--stack prod"),
  verify: usage(
    ["[--stack NAME] [--json] [--junit FILE]"],
    (text) => ({ ...stack(text), ...json(text), "--junit FILE": text.junit }),
    "--stack prod --junit checks.xml",
  ),
  releases: usage(
    ["[NUMBER] [--json] [--stack NAME]"],
    (text) => ({ NUMBER: text.number, ...json(text), ...stack(text) }),
    "7",
  ),
  rollback: usage(
    [
      "[--to NUMBER] [--yes] [--keep-database | --restore-database [--backup [DATABASE=]ID]] [--unproven] [--stack NAME]",
    ],
    (text) => ({
      "--to NUMBER": text.to,
      ...yes(text),
      "--keep-database": text.keepDatabase,
      "--restore-database": text.restoreDatabase,
      "--backup [DATABASE=]ID": text.thisBackup,
      "--unproven": text.unproven,
      ...stack(text),
    }),
    "--to 5",
  ),
  unlock: usage(
    ["[--stack NAME] [--owner-is-gone]"],
    (text) => ({ ...stack(text), "--owner-is-gone": text.ownerIsGone }),
    "--stack prod",
  ),
  migrate: usage(
    ["COMMAND [--stack NAME] [--migration NAME]"],
    (text) => ({
      status: text.status,
      plan: text.plan,
      apply: text.apply,
      "baseline N": text.baseline,
      "baseline N --accept-differences": text.acceptDifferences,
      "resolve NAME --applied": text.applied,
      "resolve NAME --rolled-back": text.rolledBack,
      "down NAME [--yes]": text.down,
      verify: text.compareSchema,
      ...stack(text),
      "--migration NAME": text.migration,
    }),
    "plan --stack prod",
  ),
  backup: usage(
    ["[--stack NAME] [--database NAME] [--reason TEXT]"],
    (text) => ({ ...database(text), "--reason TEXT": text.reason }),
    '--reason "before the import"',
  ),
  backups: usage(
    ["[--pin ID | --unpin ID] [--stack NAME] [--database NAME]"],
    (text) => ({ "--pin ID": text.pin, "--unpin ID": text.unpin, ...database(text) }),
    "--pin 20260301-100000-3f9c",
  ),
  restore: usage(
    [
      "ID|latest [--yes] [--stack NAME] [--database NAME]",
      "ID --beside [--table NAME]",
      "--back KEPT [--yes]",
      "--finish",
    ],
    (text) => ({
      "ID|latest": text.backupToRestore,
      "--beside": text.beside,
      "--table NAME": text.table,
      "--back KEPT": text.back,
      "--finish": text.finish,
      ...yes(text),
      ...database(text),
    }),
    "latest --beside",
  ),
  "restore-test": usage(
    ["ID|latest [--stack NAME] [--database NAME]"],
    (text) => ({ "ID|latest": text.backup, ...database(text) }),
    "latest",
  ),
  import: usage(
    ["FILE [--beside] [--stack NAME] [--database NAME]"],
    (text) => ({ FILE: text.dump, "--beside": text.dumpBeside, ...database(text) }),
    "shop.sql.gz --beside",
  ),
  administrator: usage(
    ["[--stack NAME] [--user NAME] [--generate | --password-stdin]"],
    (text) => ({
      ...stack(text),
      "--user NAME": text.user,
      "--generate": text.generate,
      "--password-stdin": text.passwordStdin,
    }),
    "--user li --generate",
  ),
};

/** How a command is called, as the end of a message that refuses a call. */
export const usageOf = (name: keyof typeof usages) =>
  formsOf(usages[name], inRepository ? `npm run ${name} --` : `npx web-systems ${name}`);

/** The package is JavaScript, and its users have no npm scripts of ours. */
const inRepository = __filename.endsWith(".ts");

/** @param call how the command is started, before its first word */
function formsOf({ forms }: Usage, call: string): string {
  return say().usage.forms(forms.map((form) => callOf(call, form)));
}

/** npm's `--` is left out where nothing comes after it. */
const callOf = (call: string, words: string) =>
  words === "" ? call.replace(/ --$/, "") : `${call} ${words}`;

/** What the words and options of a command do, a line each. */
export function optionLines({ options }: Usage): string[] {
  const width = Math.max(0, ...Object.keys(options).map((name) => name.length));
  return Object.entries(options).map(([name, does]) => `  ${name.padEnd(width)}  ${does}`);
}

/** What `--help` prints. @param call how the command is started, before its first word @param about what it does, in a line */
export function helpText(call: string, about: string, usage: Usage): string {
  const options = optionLines(usage);
  return [
    about,
    "",
    say().usage.line(formsOf(usage, call)),
    ...(options.length > 0 ? ["", ...options] : []),
    "",
    say().usage.example(callOf(call, usage.example)),
  ].join("\n");
}

/** Whether a call only asks how the command is called. What comes after `--` is not the command's. */
export function asksForHelp(args: string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end === -1 ? undefined : end).some((arg) => arg === "--help" || arg === "-h");
}
