/** What is said of a Redis. */
export const redis = {
  cannotBeCreated: "Redis cannot be created with these arguments:",
  badName: "expected letters, digits, dots, dashes and underscores, a letter or digit first",
  badMemory: (memory: number) => `expected a whole number of MiB, at least 32, found ${memory}`,
  badEviction: ({ known, found }: { known: readonly string[]; found: string }) =>
    `expected one of ${known.join(", ")}, found ${found}`,
  shortPassword: "must have at least 16 characters: Redis answers thousands of guesses a second",
  badPassword: "must consist of letters, digits and symbols other than quotes and backslashes",
  /** @param argument the one of the component that sets it */
  ownSetting: (argument: string) => `is set by the component; use ${argument}`,
  ownPort: "is set by the component; it is always 6379",
  ownBind: "is set by the component; list the Redis in `reaches` of a service instead",
  unsupportedSetting: "is not supported by the component",
  badSettingName: "expected a name of redis.conf",
  lineBreak: "must not contain line breaks",
  noValue: `expected a value; '""' is an empty one`,
};
