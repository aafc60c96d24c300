/** How a command is called. */
export interface Usage {
  /** What may come after its name, a line each way to call it. */
  forms: [string, ...string[]];
  /** What its words and options do. */
  options: Record<string, string>;
  /** What comes after its name in a typical call. */
  example: string;
}

const stack = { "--stack NAME": "the stack; default: the one that is selected, or the only one" };
const database = {
  ...stack,
  "--database NAME": "name of the database's component, where a stack has more than one",
};
const json = { "--json": "the answer as JSON" };
const yes = { "--yes": "do not ask before anything is changed" };

/** How each command for operators is called, by its name. */
export const usages = {
  preview: {
    forms: ["[--stack NAME] [--json | --markdown]"],
    options: { ...stack, ...json, "--markdown": "the answer as Markdown, for a merge request" },
    example: "--stack prod",
  },
  doctor: { forms: ["[--stack NAME] [--json]"], options: { ...stack, ...json }, example: "--stack prod" },
  verify: {
    forms: ["[--stack NAME] [--json] [--junit FILE]"],
    options: { ...stack, ...json, "--junit FILE": "write the results to a file too, for a CI" },
    example: "--stack prod --junit checks.xml",
  },
  releases: {
    forms: ["[NUMBER] [--json] [--stack NAME]"],
    options: { NUMBER: "everything that is recorded about this release", ...json, ...stack },
    example: "7",
  },
  rollback: {
    forms: [
      "[--to NUMBER] [--yes] [--keep-database | --restore-database [--backup [DATABASE=]ID]] [--unproven] [--stack NAME]",
    ],
    options: {
      "--to NUMBER": "the release; default: the one that served before",
      ...yes,
      "--keep-database": "keep the database as it is: you checked that the release works with it",
      "--restore-database":
        "restore the backup taken before the migrations since then; the current database is kept under another name",
      "--backup [DATABASE=]ID": "with --restore-database: restore this backup",
      "--unproven": "accept a stored source although the state has no hash of it",
      ...stack,
    },
    example: "--to 5",
  },
  unlock: {
    forms: ["[--stack NAME] [--owner-is-gone]"],
    options: {
      ...stack,
      "--owner-is-gone":
        "also release a lock that another machine holds; use it only when you know that nothing runs there",
    },
    example: "--stack prod",
  },
  migrate: {
    forms: ["COMMAND [--stack NAME] [--migration NAME]"],
    options: {
      status: "the ledger, and what is pending",
      plan: "what would run, and what it may lose or lock",
      apply: "run what is pending, as 'pulumi up' does",
      "baseline N": "record the first N files as applied, if the schema matches them",
      "baseline N --accept-differences": "the same, whatever the schema is",
      "resolve NAME --applied": "a file that was cut off counts as done",
      "resolve NAME --rolled-back": "a file that was cut off was reverted by hand, and runs again",
      "down NAME [--yes]": "revert the last file by its NAME.down.sql, after a backup",
      verify: "compare the schema with what the files make",
      ...stack,
      "--migration NAME": "name of the Migration, where a stack has more than one",
    },
    example: "plan --stack prod",
  },
  backup: {
    forms: ["[--stack NAME] [--database NAME] [--reason TEXT]"],
    options: { ...database, "--reason TEXT": "what the list of backups shows; default: by hand" },
    example: '--reason "before the import"',
  },
  backups: {
    forms: ["[--pin ID | --unpin ID] [--stack NAME] [--database NAME]"],
    options: {
      "--pin ID": "keep this backup, whatever the retention says",
      "--unpin ID": "let the retention delete it again",
      ...database,
    },
    example: "--pin 20260301-100000",
  },
  restore: {
    forms: [
      "ID|latest [--yes] [--stack NAME] [--database NAME]",
      "ID --beside [--table NAME]",
      "--back KEPT [--yes]",
      "--finish",
    ],
    options: {
      "ID|latest":
        "the backup (npm run backups lists them); it takes the place of the database, which is kept",
      "--beside": "restore into a new database beside it",
      "--table NAME": "only this table, beside it",
      "--back KEPT": "put back the database that an earlier restore kept under this name",
      "--finish": "finish an exchange that was interrupted",
      ...yes,
      ...database,
    },
    example: "latest --beside",
  },
  "restore-test": {
    forms: ["ID|latest [--stack NAME] [--database NAME]"],
    options: { "ID|latest": "the backup (npm run backups lists them)", ...database },
    example: "latest",
  },
  import: {
    forms: ["FILE [--beside] [--stack NAME] [--database NAME]"],
    options: {
      FILE: "the dump",
      "--beside": "load it into a new database beside the application's, which may then have data",
      ...database,
    },
    example: "shop.sql.gz --beside",
  },
  administrator: {
    forms: ["[--stack NAME] [--user NAME] [--generate | --password-stdin]"],
    options: {
      ...stack,
      "--user NAME": "its name; default: asked for",
      "--generate": "generate the password, and show it once",
      "--password-stdin": "read the password from standard input",
    },
    example: "--user li --generate",
  },
} satisfies Record<string, Usage>;

/** How a command is called, as the end of a message that refuses a call. */
export const usageOf = (name: keyof typeof usages) =>
  formsOf(usages[name], inRepository ? `npm run ${name} --` : `npx web-systems ${name}`);

/** The package is JavaScript, and its users have no npm scripts of ours. */
const inRepository = __filename.endsWith(".ts");

/** @param call how the command is started, before its first word */
function formsOf({ forms }: Usage, call: string): string {
  return forms.map((form) => callOf(call, form)).join("\n   or: ");
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
    `usage: ${formsOf(usage, call)}`,
    ...(options.length > 0 ? ["", ...options] : []),
    "",
    `example: ${callOf(call, usage.example)}`,
  ].join("\n");
}

/** Whether a call only asks how the command is called. What comes after `--` is not the command's. */
export function asksForHelp(args: string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end === -1 ? undefined : end).some((arg) => arg === "--help" || arg === "-h");
}
