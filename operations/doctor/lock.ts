import { describeLock, remedyFor, stateLocks } from "../../toolchain/state-lock";
import { stateFolder } from "../../toolchain/state-file";
import { findings, type Finding } from "./finding";
import type { Subject } from "./subject";

/** Who holds the lock of the state, whether they live, and what to do. */
export function lock({ backend, system, stack }: Subject): Finding[] {
  const { ok, warning, problem } = findings("lock");
  const folder = stateFolder(backend ?? "");
  if (folder === undefined) return [ok("kept by the backend; pulumi up says who holds it")];
  const locks = stateLocks(folder, system, stack);
  if (locks.length === 0) return [ok("nobody holds it")];
  return locks.map((each) =>
    (each.alive ? warning : problem)(`held by ${describeLock(each)}`, remedyFor(each, stack)),
  );
}
