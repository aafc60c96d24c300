import { ours } from "../../messages/command";
import { existsSync } from "node:fs";
import { say } from "../../messages/say";
import { stateCopies, stateFile, stateFolder, wayBack, withoutPassword } from "../kernel/state-file";
import { newerThanThis, operationsIn } from "../kernel/state-read";
import { damagedNotes } from "../kernel/state-notes";
import { findings, type Finding } from "./finding";
import type { Examined } from "./examined";

/** Whether the state can be reached and is whole, and what a killed update left in it. */
export async function state({ backend, system, stack, state: read }: Examined): Promise<Finding[]> {
  const { ok, warning, problem } = findings("state");
  const words = say().doctor.state;
  if (backend === undefined) return [problem(words.noBackend)];
  const folder = stateFolder(backend);
  if (folder === undefined) return [ok(words.keptAt(withoutPassword(backend)))];
  const file = stateFile(folder, system, stack);
  const found = await read();
  if (!found) return [problem(lost(folder, file, system, stack))];
  const [damaged] = await damagedNotes(folder, system, stack);
  if (damaged !== undefined)
    return [problem(words.damagedNote(damaged), `${ours("unlock --")} --stack ${stack}`)];
  const newer = newerThanThis(found);
  if (newer) return [problem(newer)];
  const names = operationsIn(found);
  if (names.length === 0) return [ok(words.resources({ count: found.resources.length, file }))];
  return [warning(words.pending({ names, stack }))];
}

/** What is said of a state that is not whole or not there, and the command that brings it back. */
function lost(folder: string, file: string, system: string, stack: string) {
  const words = say().doctor.state;
  const there = existsSync(file);
  const [copy] = stateCopies(folder, system, stack);
  const found = there ? words.damaged(file) : words.missing({ stack, folder });
  if (!copy) return { what: found, fix: there ? words.searchBackups(folder) : words.initialise(stack) };
  const { written, fix } = wayBack(copy, file, `pulumi preview --refresh --stack ${stack}`);
  return { what: words.newestCopy({ found, at: written, resources: copy.resources }), fix };
}
