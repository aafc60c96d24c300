import { createReadStream, existsSync, openSync, readSync, closeSync } from "node:fs";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { UserError } from "../../components/engine/user-error";
import { say } from "../../messages/say";

/** A dump in a file. */
export interface Source {
  /** SQL, or an archive that only pg_restore reads. */
  kind: "sql" | "archive";
  /** Its bytes, unpacked. */
  open: () => Readable;
}

/** Looks at the first bytes of a file. @throws UserError when it is none, or of a kind that is not known */
export function sourceOf(path: string): Source {
  if (!existsSync(path)) throw new UserError(say().imports.noFile(path));
  const head = firstBytes(path);
  if (head.length === 0) throw new UserError(say().imports.emptyFile(path));
  const packed = head[0] === 0x1f && head[1] === 0x8b;
  const open = (): Readable => {
    const file = createReadStream(path);
    if (!packed) return file;
    const plain = createGunzip();
    file.on("error", (error) => plain.destroy(error)).pipe(plain);
    return plain;
  };
  if (head.subarray(0, 5).toString("latin1") === "PGDMP") return { kind: "archive", open };
  if (head.subarray(257, 262).toString("latin1") === "ustar") return { kind: "archive", open };
  if (!packed && head.includes(0)) throw new UserError(say().imports.unknownKind(path));
  return { kind: "sql", open };
}

function firstBytes(path: string): Buffer {
  const file = openSync(path, "r");
  try {
    const head = Buffer.alloc(512);
    return head.subarray(0, readSync(file, head, 0, head.length, 0));
  } catch (error) {
    throw new UserError(say().imports.fileUnreadable(path, (error as Error).message));
  } finally {
    closeSync(file);
  }
}
