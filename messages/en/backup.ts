/** What `backup` says. */
export const backup = {
  cannotCreate: (name: string) =>
    `Backups ${name} cannot be created with these arguments; nothing was changed.`,
  /** What is wrong with an argument. */
  mistake: {
    roleTooLong: (a: { role: string; length: number; product: string; longest: number }) =>
      `database: the role "${a.role}" that reads it would have ${a.length} characters, but ${a.product} allows only ${a.longest}: choose a shorter name`,
    at: (time: string) => `schedule.at: "${time}" is not a time of day; write one such as "02:30"`,
    everyMinutes: (minutes: number) =>
      `schedule.everyMinutes: expected a number of minutes greater than 0, found ${minutes}`,
    retention: ({ name, value }: { name: string; value: string }) =>
      `retention.${name}: expected a whole number, at least 0, found ${value}`,
    notFromZero: ({ name, value }: { name: string; value: string }) =>
      `${name}: expected a number, at least 0, found ${value}`,
    memory: (memory: number) =>
      `memory: ${memory} MiB is too little for the server of a restore test: set at least 256 MiB`,
  },
};
