/** What `backup` says. */
export const backup = {
  cannotCreate: (name: string) =>
    `Backups ${name} cannot be created with these arguments; nothing was changed.`,
  /** What is wrong with an argument. */
  mistake: {
    roleTooLong: (a: { role: string; length: number; product: string; longest: number }) =>
      `database: the role "${a.role}" that reads it would have ${a.length} characters, ${a.product} takes ${a.longest}: choose a shorter name`,
    at: (time: string) => `schedule.at: "${time}" is not a time of day, such as "02:30"`,
    everyMinutes: (minutes: number) => `schedule.everyMinutes: ${minutes} is not a number of minutes above 0`,
    retention: ({ name, value }: { name: string; value: string }) =>
      `retention.${name}: ${value} is not a whole number from 0`,
    notFromZero: ({ name, value }: { name: string; value: string }) =>
      `${name}: ${value} is not a number from 0`,
    memory: (memory: number) =>
      `memory: ${memory} MiB is too little for the server of a restore test: give at least 256 MiB`,
  },
};
