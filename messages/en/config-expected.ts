/** Kinds of values, by the names that zod has for them. */
const kinds: Record<string, string> = {
  object: "a group of keys",
  record: "a group of keys",
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
};

/** What is expected of a value of a stack file or an env file: what comes between “expected” and “found”. */
export const expected = {
  kind: (type: string) => kinds[type] ?? `a value of type ${type}`,
  atLeast: (minimum: number | bigint) => `at least ${minimum}`,
  atMost: (maximum: number | bigint) => `at most ${maximum}`,
  entries: (minimum: number | bigint) =>
    `a list with at least ${minimum === 1 ? "one entry" : `${minimum} entries`}`,

  // values
  wholeFrom: ({ min, max }: { min: number; max: number }) => `a whole number from ${min} to ${max}`,
  whole: (unit?: "seconds" | "KiB" | "MiB") => `a whole number${unit === undefined ? "" : ` of ${unit}`}`,
  memory: "a whole number of MiB, at least 16",
  cpus: "a number of processors such as 0.5 or 2",
  oneDecimal: "a number with at most one decimal",
  seconds: "a number of seconds",
  trueOrFalse: "true or false",
  trueOrNothing: "true, or leave it out",
  oneOf: (values: readonly string[]) => `one of ${values.join(", ")}`,
  either: ({ one, other }: { one: string; other: string }) => `${one} or ${other}`,
  name: "a name",
  reason: "a text that says why",
  setting: "a string, in quotes",
  secret: "a string, set by `pulumi config set --secret`",
  serverSetting: "text, a number, true or false",
  version: "letters, digits, dots, dashes and underscores, quoted",
  variableName: "letters, digits and underscores, not starting with a digit",
  path: "a path that starts with /",
  pathOfSite: "a path such as /health",
  timeZone: "the IANA name of a time zone, such as Asia/Shanghai",
  timeOfDay: "a time such as 02:30, in quotes",
  localTime: "a date and a time such as 2026-11-12 08:00, in quotes",
  windows: "a list of windows",
  ipAddress: "an IP address such as 127.0.0.1 or 0.0.0.0",
  network: "a network such as 10.0.0.0/8",
  serverName: "a name such as www.example.com, without https://",
  registry: "host[:port][/path], without https:// and without a slash at the end",
  registryHost: "host or host:port, without https:// and without a path",
  packageMirror: "an address such as https://mirrors.example.cn/pypi/simple, without a user and password",
  httpsForPip: "an address with https://: pip trusts no other",
  dockerEndpoint: "unix:///path, ssh://user@host or tcp://host:port",
  pem: "a certificate in PEM",

  // what keys ask of one another
  anotherPort: ({ key, port }: { key: string; port: number }) =>
    `a port other than ${key}, which is ${port} too`,
  onlySecret: (name: string) => `${name}, the only secret here`,
  password: "the user's password or token",
  nameNotIn: (secrets: string) => `a name that ${secrets} does not use too`,
  certificateForKey: "a group with `certificate`, because secrets.TLS_KEY is set",
  oneCertificate: "one of: selfSigned; certificateFile and keyFile; certificate and secrets.TLS_KEY",
  together: ({ one, other }: { one: string; other: string }) => `${one} and ${other} together`,
  noHostCertificates: "no folder, because host is not tcp://",
  hostCertificates: "a folder with certificates, because host is tcp://",

  // values of an env file
  absolutePath: "an absolute path",
  notEmpty: "a text that is not empty",
  secretText: "a secret",
  hosts: "host names separated by commas, without https:// and without *",
  origins: "origins (http://host or https://host, no path) separated by commas",
  pythonModule: "a Python module",
  webAddress: "an http or https address",
};
