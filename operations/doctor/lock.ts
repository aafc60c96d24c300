import { describeLock, remedyFor } from "../../components/lock/lock";
import { isAlive } from "../../components/engine/owner";
import { readLock } from "../../components/lock/take";
import { describeStateLock, remedyForStateLock, stateLocks } from "../kernel/state-lock";
import { stateFolder } from "../kernel/state-file";
import { findings, type Finding } from "./finding";
import type { Subject } from "./subject";

/** Who holds the lock of the state or of the stack on its engine, whether they live, and what to do. */
export async function lock(subject: Subject): Promise<Finding[]> {
  const { ok } = findings("lock");
  const { backend, system, stack } = subject;
  const folder = stateFolder(backend ?? "");
  const held = [...(folder === undefined ? [] : ofState(folder, system, stack)), ...(await ofStack(subject))];
  if (held.length > 0) return held;
  return [
    ok(
      folder === undefined
        ? "no command holds it on the engine; the lock of the state is kept by its backend"
        : "no command holds it",
    ),
  ];
}

function ofState(folder: string, system: string, stack: string): Finding[] {
  const { warning, problem } = findings("lock");
  return stateLocks(folder, system, stack).map((each) =>
    (each.alive ? warning : problem)(`held by ${describeStateLock(each)}`, remedyForStateLock(each, stack)),
  );
}

async function ofStack(subject: Subject): Promise<Finding[]> {
  const { warning, problem } = findings("lock");
  const found = await readLock(subject).catch((error: Error) => error);
  if (found instanceof Error)
    return [
      warning(
        `the lock on the engine could not be read: ${found.message}`,
        "see engine, then run doctor again",
      ),
    ];
  if (found === undefined) return [];
  if (found === "foreign")
    return [
      problem("its name is taken by a container that is not this stack's lock", "rename that container"),
    ];
  const alive = isAlive(found.owner);
  const verdict = alive ? warning : problem;
  return [verdict(`held by ${describeLock(found, alive)}`, remedyFor(found, subject.stack, alive))];
}
