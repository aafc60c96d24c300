/** Why something changes: each difference in words. `what` is one of {@link reasons.names}, or the name of an input as Pulumi has it. */
export const reasons = {
  names: {
    command: "command",
    image: "image",
    memory: "memory",
    mount: "mount",
    network: "network",
    port: "port",
    processors: "processors",
    serverSetting: "server setting",
    swap: "swap",
    timeToStop: "time to stop",
    volume: "volume",
  },
  values: {
    none: "none",
    unknown: "known during the release",
    secret: "a secret",
  },
  list: (values: string[]) => values.join(" and "),

  changed: (what: string) => `${what} changed`,
  fromTo: ({ what, from, to }: { what: string; from: string; to: string }) => `${what} ${from} → ${to}`,
  isNew: ({ what, item }: { what: string; item: string }) => `${what} ${item} is new`,
  isRemoved: ({ what, item }: { what: string; item: string }) => `${what} ${item} is removed`,
  otherOrder: (what: string) => `${what} in another order`,
  image: (names: string) => `image ${names}`,
  imageRecreated: (names: string) => `image ${names}, recreated`,

  entrypoint: "how its command is started",
  healthCheck: "health check",
  labels: "labels",
  memoryFolders: "folders in memory",

  settings: {
    changed: "settings changed",
    isNew: ({ name, value }: { name: string; value: string }) => `setting ${name} is new: ${value}`,
    isRemoved: (name: string) => `setting ${name} is removed`,
    fromTo: ({ name, from, to }: { name: string; from: string; to: string }) =>
      `setting ${name} ${from} → ${to}`,
  },
  secrets: {
    changed: "secret settings or files changed",
    settingIsNew: (name: string) => `secret setting ${name} is new`,
    settingChanged: (name: string) => `secret setting ${name} changed`,
    settingIsRemoved: (name: string) => `secret setting ${name} is removed`,
    fileIsNew: (path: string) => `file ${path} is new`,
    fileChanged: (path: string) => `file ${path} changed`,
    fileIsRemoved: (path: string) => `file ${path} is removed`,
  },
};
