/** What is wrong with an env file. */
export const envFile = {
  file: (path: string) => `The env file ${path}`,
  missing: ({ path, line }: { path: string; line: string }) => ({
    what: "missing",
    fix: `add to ${path}: ${line}`,
  }),
  notASetting: ({ path, key, meant }: { path: string; key: string; meant: string | undefined }) =>
    `${path}: ${key} is not a setting of this system and reaches no container${meant === undefined ? "" : ` (did you mean ${meant}?)`}`,
  exampleOfGiven: "(as its provider gave it)",
  exampleOfText: "a value",

  notAbsolute: { what: "not an absolute path", fix: "name the file from the root: /etc/…" },
  notThere: (path: string) => ({
    what: "does not exist on this machine",
    fix: `install -m 600 /dev/null ${path}, then fill it`,
  }),
  notOpened: (code: string) => ({
    what: `cannot be opened (${code})`,
    fix: "run as its owner, or: sudo -E pulumi …",
  }),
  notAFile: { what: "not a file", fix: "name the file itself" },
  notText: { what: "not text in UTF-8", fix: "save it as UTF-8" },
  mode: ({ found, open, path }: { found: string; open: boolean; path: string }) => ({
    what: `its mode is ${found}; it must be 0600 or 0400${open ? ": others on this machine can access its secrets" : ""}`,
    fix: `chmod 600 ${path}`,
  }),
  owner: ({ owner, path }: { owner: number; path: string }) => ({
    what: `it belongs to user ${owner}, who could change what is deployed`,
    fix: `chown root ${path}`,
  }),

  // lines
  again: ({ key, line }: { key: string; line: number }) => ({
    what: `${key} is already set on line ${line}`,
    fix: "remove one of the two",
  }),
  notAssignment: {
    what: "not a line of the form KEY=value",
    fix: "write KEY=value, or start a comment with #",
  },
  notClosed: { what: "a quote that is not closed", fix: "close it" },
  quoteIt: "put the value in single quotes: '…'",
  unquoted: "quotes, backslashes or $ in a value without quotes",
  afterQuote: "something after the closing quote",
  replacedByShells: "$ or ` in double quotes, which a shell would replace",
  unknownSequence: "an unknown backslash sequence in double quotes",

  // overrides of the stack file
  overridesNothing: (known: readonly string[]) => ({
    what: "not a setting of this system",
    fix: `remove it (known: ${known.join(", ")})`,
  }),
  refersToUnset: (name: string) => ({
    what: `refers to \${${name}}, which the env file does not set`,
    fix: `add ${name} to the file, or write the value`,
  }),
};
