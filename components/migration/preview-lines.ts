/**
 * What a preview says about migrations, first lines of messages. `npm run preview` knows them again by the same functions.
 */
export const pendingIn = (database: string, names: string) => `Pending in database ${database}: ${names}`;

export const beforeItRuns = (name: string) => `Migration ${name}, before it runs:`;

export const unreadable = (database: string) =>
  `The ledger of database ${database} cannot be read now: 'pulumi up' will see which migrations it lacks`;
