import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { isMap, parseDocument } from "yaml";
import { UserError } from "../../components/engine/user-error";
import { say } from "../../messages/say";
import { run, type RunOptions, type RunResult } from "./run";

/** A stack of a project, and the CLI and environment that reach it. */
export interface StackTarget {
  /** Folder with Pulumi.yaml. */
  folder: string;
  /** Name of the stack: `dev`. */
  stack: string;
  /** Environment of the CLI: its PATH, state backend and passphrase. */
  env: Record<string, string>;
}

/** Runs the Pulumi CLI on a stack and takes its output. */
export function pulumi(target: StackTarget, args: string[], options: RunOptions = {}): Promise<RunResult> {
  return run("pulumi", [...args, "--stack", target.stack, "--non-interactive"], {
    cwd: target.folder,
    ...options,
    env: { ...target.env, ...options.env },
  });
}

/** The name of a project, as its Pulumi.yaml gives it. */
export function projectName(folder: string): string {
  const { name } = readYaml(join(folder, "Pulumi.yaml")) as { name?: string };
  return name ?? basename(folder);
}

/** The state backend that a project names itself: it counts before the login. */
export function projectBackend(folder: string): string | undefined {
  const { backend } = readYaml(join(folder, "Pulumi.yaml")) as { backend?: { url?: string } | null };
  return backend?.url;
}

/** The settings in a stack file, by their whole names; none where there is no file. @throws UserError when it is no YAML */
export function settingsOf(folder: string, stack: string): Record<string, unknown> {
  const file = join(folder, `Pulumi.${stack}.yaml`);
  const { config } = existsSync(file) ? (readYaml(file) as { config?: Record<string, unknown> | null }) : {};
  return config ?? {};
}

/** The settings in Pulumi.yaml for all stacks of a project, by their whole names: each is a value, or a group with `value` or `default`. */
export function projectSettings(folder: string, system: string): Record<string, unknown> {
  const file = join(folder, "Pulumi.yaml");
  const { config } = existsSync(file) ? (readYaml(file) as { config?: Record<string, unknown> | null }) : {};
  const known = Object.entries(config ?? {}).map(([key, said]) => {
    const { value, default: usual } = (typeof said === "object" && said ? said : { value: said }) as {
      value?: unknown;
      default?: unknown;
    };
    return [key.includes(":") ? key : `${system}:${key}`, value ?? usual] as const;
  });
  return Object.fromEntries(known.filter(([, value]) => value !== undefined));
}

/** Whether a stack file takes settings from environments of Pulumi ESC. */
export function importsEnvironments(folder: string, stack: string): boolean {
  const file = join(folder, `Pulumi.${stack}.yaml`);
  return existsSync(file) && "environment" in readYaml(file);
}

/** What a person wrote into a file, who may have written nothing yet. */
function readYaml(file: string): object {
  const document = parseDocument(readFileSync(file, "utf8"));
  const [mistake] = document.errors;
  if (mistake) {
    const { unreadableFile, correctLine } = say().kernel;
    throw new UserError({ what: unreadableFile({ file, why: mistake.message.trim() }), fix: correctLine });
  }
  return isMap(document.contents) ? (document.toJS() as object) : {};
}

/** Makes the stack in the state backend when it is not there. */
export async function ensureStack(target: StackTarget): Promise<void> {
  const { stdout } = await run("pulumi", ["stack", "ls", "--json"], { cwd: target.folder, env: target.env });
  const stacks = JSON.parse(stdout) as { name: string }[];
  if (!stacks.some(({ name }) => name === target.stack))
    await run("pulumi", ["stack", "init", target.stack], { cwd: target.folder, env: target.env });
}

/**
 * Runs work in which the CLI writes its salt (`encryptionsalt`) into the stack file, and takes that line out again: a checkout must not get
 * dirty by being started, or the next `git pull` fails. The state has the salt too. All else in the file is left as it is then: people edit it
 * meanwhile.
 */
export async function withCleanStackFile<T>(target: StackTarget, work: () => Promise<T>): Promise<T> {
  const file = join(target.folder, `Pulumi.${target.stack}.yaml`);
  const before = readFileSync(file, "utf8");
  try {
    return await work();
  } finally {
    const after = withoutSalt(before, readFileSync(file, "utf8"));
    if (after !== undefined) writeFileSync(file, after);
  }
}

/**
 * A stack file without the salt that the CLI wrote into it; undefined when it is to stay as it is: there is none, it had one before, or an encrypted
 * value came meanwhile, which needs it. The CLI writes the whole file again with it, `true` as `"true"` and `{ a: 1 }` as `{a: 1}`: where that is
 * all, the file is as it was.
 */
function withoutSalt(before: string, now: string): string | undefined {
  const line = /^encryptionsalt:.*(\n|$)/m;
  if (line.test(before) || !line.test(now) || /^\s*(- )?secure:/m.test(now)) return undefined;
  const rest = now.replace(line, "");
  return meaning(rest) === meaning(before) ? before : rest;
}

/** What a stack file says, in whatever spelling: the CLI takes each value for a text, and nothing for an empty one. Comments are kept as people wrote them. */
function meaning(text: string): string {
  const file = parseDocument(text);
  if (file.errors.length > 0) return text;
  const texts = (_: unknown, value: unknown) =>
    typeof value === "number" || typeof value === "boolean" ? String(value) : (value ?? "");
  return JSON.stringify([file.toJS({ reviver: texts }), text.match(/#.*$/gm)]);
}
