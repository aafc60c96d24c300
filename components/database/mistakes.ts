import type { DatabaseArgs } from "./database";
import type { Product } from "./product/product";

/** Arguments with the roles' names filled in. */
export type CheckedArgs = Omit<DatabaseArgs, "host" | "image"> & { owner: string; app: string };

const identifier = /^[a-z][a-z0-9_]*$/;

/** Everything that is wrong with the arguments of a database, a line each with what to write instead; none when all is well. */
export function databaseMistakes(product: Product, args: CheckedArgs): string[] {
  return [...names(product, args), ...resources(product, args), ...others(args), ...settings(product, args)];
}

function names(product: Product, { database, owner, app, volume }: CheckedArgs): string[] {
  const found: string[] = [];
  for (const [argument, name] of Object.entries({ database, owner, app })) {
    if (!identifier.test(name))
      found.push(
        `${argument}: "${name}" is not a plain name: lower-case letters, digits and underscores, a letter first`,
      );
    if (
      product.reserved.includes(name) ||
      (product.reservedPrefix && name.startsWith(product.reservedPrefix))
    )
      found.push(`${argument}: "${name}" belongs to ${product.name} itself: choose another name`);
    if (name.length > product.longestRole)
      found.push(
        `${argument}: "${name}" has ${name.length} characters, ${product.name} takes ${product.longestRole}: choose a shorter one`,
      );
  }
  if (owner === app)
    found.push(
      `app: "${app}" is the owner of the schema too: name two roles, so that the application cannot change the schema`,
    );
  if (volume !== undefined && !/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(volume))
    found.push(`volume: "${volume}" is not the name of a volume: letters, digits, dots, dashes, underscores`);
  return found;
}

function resources(product: Product, args: CheckedArgs): string[] {
  const { memory, cpus, shmSize = product.shm } = args;
  const found: string[] = [];
  const { setting } = product.buffer;
  const buffer = bufferMiB(product, args.settings?.[setting]);
  if (!Number.isInteger(memory) || memory < 1) found.push(`memory: ${memory} is not a whole number of MiB`);
  else if (buffer === undefined)
    found.push(
      `settings.${setting}: "${String(args.settings?.[setting])}" is not a size: write one such as ${product.buffer.example}`,
    );
  else if (buffer > memory * 0.75)
    found.push(
      `memory: ${memory} MiB is too little for ${setting} of ${buffer} MiB${args.settings?.[setting] === undefined ? ", the default" : ""}: ` +
        `give at least ${Math.ceil(buffer / 0.75)} MiB, or set it to ${Math.floor(memory * 0.75)} MiB or less`,
    );
  if (cpus !== undefined && !(cpus > 0)) found.push(`cpus: ${cpus} is not a number above 0, such as 1.5`);
  if (!Number.isInteger(shmSize) || shmSize < 1)
    found.push(`shmSize: ${shmSize} is not a whole number of MiB`);
  else if (args.shmSize !== undefined && shmSize > memory)
    found.push(`shmSize: ${shmSize} MiB is more than the memory of ${memory} MiB that it counts to`);
  return found;
}

function others({ localPort, timeZone, startTimeout, stopGrace }: CheckedArgs): string[] {
  const found: string[] = [];
  if (localPort !== undefined && !(Number.isInteger(localPort) && localPort >= 1 && localPort <= 65535))
    found.push(`localPort: ${localPort} is not a port: a whole number from 1 to 65535, or leave it out`);
  if (timeZone !== undefined && !isTimeZone(timeZone))
    found.push(`timeZone: "${timeZone}" is not a time zone: write its IANA name, such as Asia/Shanghai`);
  if (startTimeout !== undefined && !(startTimeout > 0))
    found.push(`startTimeout: ${startTimeout} is not a number of seconds above 0`);
  if (stopGrace !== undefined && !(Number.isInteger(stopGrace) && stopGrace >= 60))
    found.push(
      `stopGrace: ${stopGrace} is less than 60 seconds, which a database may need to write its data`,
    );
  return found;
}

function settings(product: Product, args: CheckedArgs): string[] {
  return Object.entries(args.settings ?? {}).flatMap(([name, value]) => {
    if (!product.setting.name.test(name))
      return [
        `settings: "${name}" is not the name of a setting of ${product.name}, such as ${product.buffer.setting}`,
      ];
    const instead = product.owned[name.replaceAll("-", "_")];
    if (instead !== undefined)
      return [
        `settings.${name}: belongs to the component${instead ? `; use ${instead}` : ""}: take it out of settings`,
      ];
    if (typeof value === "number" && !Number.isFinite(value))
      return [`settings.${name}: ${value} is not a number`];
    if (typeof value === "string" && /[\0\r\n]/.test(value))
      return [`settings.${name}: a value has one line`];
    return [];
  });
}

/** The size of a server's buffer in MiB; undefined when the value is not a size. */
function bufferMiB(product: Product, value: string | number | boolean | undefined): number | undefined {
  const { default: usual, unit } = product.buffer;
  if (value === undefined) return usual;
  const [, digits, letter] = /^(\d+) ?(kB|[KMGT])?i?B?$/i.exec(String(value)) ?? [];
  if (digits === undefined) return undefined;
  const power = { K: 1, M: 2, G: 3, T: 4 }[letter?.[0]?.toUpperCase() ?? ""];
  const bytes = Number(digits) * (power === undefined ? unit : 1024 ** power);
  return Math.ceil(bytes / 1024 ** 2);
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
