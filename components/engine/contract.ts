/**
 * Version of what components leave in the state for commands to read: the outputs that `operations/kernel/state-schema.ts` lists. It is raised when
 * one of them gets another meaning or another form; an output that is new, or may be missing, needs no new version. A state without one is of
 * before. Commands read every version up to this one, and refuse a newer one.
 */
export const contract = 1;
