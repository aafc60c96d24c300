import { existsSync } from "node:fs";
import { readState, stateCopies, stateFile, stateFolder } from "../kernel/state-file";
import { newerThanThis } from "../kernel/state-read";
import { damagedNotes } from "../kernel/state-notes";
import { findings, type Finding } from "./finding";
import type { Subject } from "./subject";

/** Whether the state can be reached and is whole, and what a killed update left in it. */
export async function state({ backend, system, stack }: Subject): Promise<Finding[]> {
  const { ok, warning, problem } = findings("state");
  if (backend === undefined)
    return [
      problem(
        "no state backend: pulumi is not logged in",
        "pulumi login 'file:///a/folder?metadata=skip', or npm start for stack dev",
      ),
    ];
  const folder = stateFolder(backend);
  if (folder === undefined) return [ok(`kept at ${backend}`)];
  const file = stateFile(folder, system, stack);
  const found = readState(file);
  if (!found) return [problem(...lost(folder, file, system, stack))];
  const [damaged] = await damagedNotes(folder, system, stack);
  if (damaged !== undefined)
    return [
      problem(
        `${damaged} is incomplete because its writer was killed; pulumi reports: EOF`,
        `npm run unlock -- --stack ${stack}`,
      ),
    ];
  const newer = newerThanThis(found);
  if (newer) return [problem(newer.what, [newer.fix ?? []].flat().join("; "))];
  const { resources, pending } = found;
  if (pending.length === 0) return [ok(`${resources.length} resources in ${file}`)];
  const names = pending.map(({ type, resource: { urn } }) => `${type} ${urn.split("::").at(-1)}`);
  return [
    warning(
      `an update is running, or was cut off in: ${names.join(", ")}`,
      `if none is running (see lock): npm run unlock -- --stack ${stack}`,
    ),
  ];
}

/** What is said of a state that is not whole or not there, and the command that brings it back. */
function lost(folder: string, file: string, system: string, stack: string): [found: string, remedy: string] {
  const there = existsSync(file);
  const [copy] = stateCopies(folder, system, stack);
  const found = there
    ? `${file} is not complete: its disk was full, or it was cut off`
    : `there is no state of stack ${stack} at ${folder}`;
  if (!copy)
    return [
      found,
      there
        ? `there is no complete copy: look for one in backups of ${folder}`
        : `if it was never deployed: pulumi stack init ${stack}; else use the backend that has it: pulumi login`,
    ];
  const written = copy.at.toISOString().slice(0, 19).replace("T", " ");
  return [
    `${found}; the newest complete copy is from ${written} UTC with ${copy.resources} resources`,
    `cp '${copy.path}' '${file}' && pulumi preview --refresh --stack ${stack}`,
  ];
}
