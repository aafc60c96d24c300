import { deployments } from "./config-deployments";
import { envFile } from "./config-env-file";
import { expected } from "./config-expected";
import { counted } from "./lists";

/** What is wrong with a stack file, and with what it names. */
export const config = {
  deployments,
  envFile,
  expected,
  mistakes: ({ file, count }: { file: string; count: number }) =>
    `${file} has ${counted(count, "mistake")}; nothing was changed.`,
  unknownKey: ({ meant, known }: { meant: string | undefined; known: readonly string[] }) => ({
    what: "unknown key",
    fix: `${meant === undefined ? "remove it" : `did you mean "${meant}"?`}${known.length === 0 ? "" : ` (known here: ${known.join(", ")})`}`,
  }),
  missing: (example: string | undefined) => ({
    what: "missing",
    fix: example === undefined ? "add it" : `add \`${example}\``,
  }),
  wrongValue: ({ wanted, found }: { wanted: string; found: string }) => `expected ${wanted}, found ${found}`,
  /** Of a value that is not shown. */
  wrongSecret: (wanted: string) => `expected ${wanted}, found a value of another kind`,
  wrongHidden: (wanted: string) => `expected ${wanted}, found something else`,
  forExample: (example: string) => `for example ${example}`,
  secret: {
    plain: (command: string) => ({ what: "a secret in plain text", fix: `remove it and run: ${command}` }),
    weak: (why: string) => `a weak secret: ${why}`,
    chooseRandom: (command: string) => `choose a random one: ${command}`,
    askProvider: "ask its provider for another",
    example: "(set by `pulumi config set --secret --path`)",
    weakInUrl: (why: string) => `the password in its URL is weak: ${why}`,
    repeatsName: "it only repeats the name of its user or setting",
    commonWords: "a known default or made of common words only",
    djangosOwn: "Django generated it for development only",
    short: (least: number) => `shorter than ${least} characters`,
    fewCharacters: (least: number) => `fewer than ${least} different characters`,
  },
};
