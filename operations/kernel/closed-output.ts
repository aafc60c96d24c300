/**
 * Sets what happens when the output is no longer read (`| head -3`, a terminal that went away): a command that only looks ends quietly, with the
 * exit code that it has so far; any other goes on to its end, because half a change is worse than a line that is not read.
 *
 * @param looks the command only looks: its answer is lost with the one who reads it
 */
export function outliveReaders(looks: boolean, args: string[]): void {
  // --pin and --unpin change something.
  const ends = looks && !args.some((arg) => /^--(un)?pin\b/.test(arg));
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (!ends) return;
      if (error.code === "EPIPE") process.exit();
      throw error;
    });
}
