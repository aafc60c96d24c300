/** What is said of a process that failed and wrote no reason. */
export const ended = {
  withCode: (code: number) => `ended with exit code ${code}, without an error message`,
  bySignal: (signal: string | undefined) => `was ended by ${signal ?? "a signal"}, without an error message`,
};
