/**
 * What a preview says about migrations, first lines of messages. `npm run preview` knows them again by the same functions.
 */
export const pendingIn = (database: string, names: string) => `Pending in database ${database}: ${names}`;

export const beforeItRuns = (name: string) => `Migration ${name}, before it runs:`;

export const unreadable = (database: string) =>
  `Database ${database} does not exist yet or does not answer: 'pulumi up' will see which migrations it lacks`;

/** Why an update fails, and does not run, what its state says was applied. */
export const lacking = (database: string, names: string[]) =>
  `Database ${database} lacks ${names.join(", ")}, although this stack applied ${names.length === 1 ? "it" : "them"}: was an older backup restored?`;
