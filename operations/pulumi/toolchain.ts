import { join } from "node:path";

/** A Pulumi toolchain in a folder of ours: executables in `bin`, plugins in `home`. */
export interface Toolchain {
  directory: string;
  version: string;
}

/** Path of its CLI. */
export const cli = (directory: string) => executable(join(directory, "bin", "pulumi"));

/** A program's file, as this platform calls it. */
export function executable(path: string): string {
  return process.platform === "win32" ? `${path}.exe` : path;
}
