/** What is said of a process that failed and wrote no reason. */
export const ended = {
  withCode: (code: number) => `it ended with exit code ${code} and gave no reason`,
  bySignal: (signal: string | undefined) => `it was ended by ${signal ?? "a signal"} and gave no reason`,
};
