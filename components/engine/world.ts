/**
 * What a program asks of the world around it. It comes with the host that a component is given, or as an argument: so all parts of a
 * release see one clock, and a test can set it.
 */
export interface World {
  /** The time, for people, records and what expires. A duration or a deadline is `performance.now()`: a changed clock cannot break that. */
  now: () => Date;
  /** A variable of the environment that the program was started in. */
  variable: (name: string) => string | undefined;
}

/** The world as it is: this machine's clock, and the environment of this process. */
export const theWorld: World = {
  now: () => new Date(),
  variable: (name) => process.env[name],
};
