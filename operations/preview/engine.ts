import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { temporary } from "../../components/engine/temporary";
import { UserError } from "../../components/engine/user-error";
import { say } from "../../messages/say";
import { remedyForCli } from "../kernel/state-notes";
import { pulumi, withCleanStackFile, type StackTarget } from "../kernel/stack";

/** What the engine knows of a resource before or after a step. Secrets stand there as `[secret]`. */
const State = z.object({
  type: z.string(),
  parent: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).default({}),
  protect: z.boolean().default(false),
  retainOnDelete: z.boolean().default(false),
  replacementTrigger: z.unknown().optional(),
  dependencies: z.array(z.string()).nullish(),
  propertyDependencies: z.record(z.string(), z.array(z.string()).nullable()).nullish(),
});

const Step = z.object({
  op: z.string(),
  urn: z.string(),
  oldState: State.nullish(),
  newState: State.nullish(),
  diffReasons: z.array(z.string()).nullish(),
  replaceReasons: z.array(z.string()).nullish(),
});

/** What `pulumi preview --json` prints, as far as it is read here. */
export const EnginePreview = z.object({
  steps: z.array(Step).nullish(),
  diagnostics: z
    .array(z.object({ urn: z.string().optional(), message: z.string(), severity: z.string() }))
    .nullish(),
  /** What components registered at their end, by URN. The command does not print it: it comes from the engine's events. */
  outputs: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});

/** A line of the engine's log of events, as far as it is read here. */
const Event = z.object({
  resOutputsEvent: z
    .object({
      metadata: z.object({
        urn: z.string(),
        new: z.object({ outputs: z.record(z.string(), z.unknown()).nullish() }).nullish(),
      }),
    })
    .optional(),
});

export type EngineState = z.infer<typeof State>;
export type EngineStep = z.infer<typeof Step>;
export type EnginePreview = z.infer<typeof EnginePreview>;

/** What stands in the place of a value that is known only when the release is made. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * Asks the engine what an update would do. Nothing is changed by it.
 *
 * @throws UserError with the message of the program, or of the CLI, as it is
 */
export async function previewOf(target: StackTarget): Promise<EnginePreview> {
  const folder = temporary("preview");
  try {
    return await previewWith(target, join(folder.path, "events"));
  } finally {
    folder.remove();
  }
}

/** @param events file for the engine's events */
async function previewWith(target: StackTarget, events: string): Promise<EnginePreview> {
  // Pulumi's own Automation API asks for the log of events in this way.
  const args = ["preview", "--json", "--event-log", events];
  const ask = () => pulumi(target, args, { reject: false, env: { PULUMI_DEBUG_COMMANDS: "true" } });
  const file = join(target.folder, `Pulumi.${target.stack}.yaml`);
  const { exitCode, stdout, stderr } = await (existsSync(file) ? withCleanStackFile(target, ask) : ask());
  const preview = parsed(stdout);
  const errors = errorsOf(preview);
  if (errors.length > 0) throw new UserError(errors.join("\n"));
  if (exitCode !== 0 || !preview) {
    const what = (stderr || stdout).trim();
    throw new UserError({ what, fix: remedyForCli(what, target.stack) ?? [] });
  }
  return { ...preview, outputs: outputsIn(readFileSync(events, "utf8")) };
}

/**
 * What each resource had as outputs in the end; a component has none before that.
 *
 * @param events the engine's log, an event a line
 */
export function outputsIn(events: string): Record<string, Record<string, unknown>> {
  const found = events
    .split("\n")
    .filter((line) => line !== "")
    .flatMap((line) => Event.parse(JSON.parse(line)).resOutputsEvent?.metadata ?? []);
  return Object.fromEntries(found.map((metadata) => [metadata.urn, metadata.new?.outputs ?? {}]));
}

/** What the program or the engine refuses, in its own words. */
export function errorsOf(preview: EnginePreview | undefined): string[] {
  const errors = (preview?.diagnostics ?? [])
    .filter(({ severity }) => severity === "error")
    .map(({ message }) => message.replace(/^error: /, "").trimEnd());
  // The engine's own last word says nothing when something else was said.
  const telling = errors.filter((message) => message !== "preview failed");
  const isProtected = telling.some((message) => message.includes("marked for protection"));
  const fix = isProtected ? [`  ${say().problem.fixLine(say().preview.unprotect)}`] : [];
  return [...(telling.length > 0 ? telling : errors), ...fix];
}

function parsed(text: string): EnginePreview | undefined {
  try {
    return EnginePreview.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
