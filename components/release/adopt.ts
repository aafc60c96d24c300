import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { temporary } from "../engine/temporary";
import type { Proof } from "./proofs";
import type { ReleaseRecord } from "./record";
import type { ReleaseStore } from "./store";

/**
 * Proofs of the last releases that an earlier version made, so that a rollback from the first release of this one needs no --unproven:
 * what is on the host now is taken for what was released.
 */
export async function adopt(store: Pick<ReleaseStore, "source">, records: ReleaseRecord[]): Promise<Proof[]> {
  const folder = temporary("adopted");
  const proofs: Proof[] = [];
  try {
    for (const { number, folder: project } of records
      .filter(({ result }) => result === "succeeded")
      .slice(-3)) {
      const file = join(folder.path, `${number}.tar.gz`);
      try {
        await store.source(number, file);
      } catch {
        // It is not kept: there is nothing to prove, and a rollback says so.
        continue;
      }
      const sha256 = createHash("sha256").update(readFileSync(file)).digest("hex");
      proofs.push({ number, sha256, folder: project });
    }
  } finally {
    folder.remove();
  }
  return proofs;
}
