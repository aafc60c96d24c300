/**
 * Takes one line of progress of the step that is running. On a terminal the last line is shown and
 * rewritten; in a log each line stays.
 */
export type Report = (line: string) => void;
