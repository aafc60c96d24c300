import { say } from "../../messages/say";
import type { DatabaseArgs } from "./database";
import type { Product } from "./product/product";
import { isPort } from "../engine/port";

/** Arguments with the roles' names filled in. */
export type CheckedArgs = Omit<DatabaseArgs, "host" | "image"> & { owner: string; app: string };

const identifier = /^[a-z][a-z0-9_]*$/;

/** Everything that is wrong with the arguments of a database, a line each with what to write instead; none when all is well. */
export function databaseMistakes(product: Product, args: CheckedArgs): string[] {
  return [...names(product, args), ...resources(product, args), ...others(args), ...settings(product, args)];
}

function names(product: Product, { database, owner, app, volume }: CheckedArgs): string[] {
  const { mistake } = say().database;
  const found = Object.entries({ database, owner, app }).flatMap(([argument, name]) =>
    nameMistakes(product, argument, name),
  );
  if (owner === app) found.push(mistake.oneRole(app));
  if (volume !== undefined && !/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(volume))
    found.push(mistake.volumeName(volume));
  return found;
}

/** What is wrong with the name of a database or of a role, a line each. */
export function nameMistakes(product: Product, argument: string, name: string): string[] {
  const { mistake } = say().database;
  const { length } = name;
  const { longestRole: longest, reserved, reservedPrefix } = product;
  const isReserved = reserved.includes(name) || (reservedPrefix && name.startsWith(reservedPrefix));
  return [
    ...(identifier.test(name) ? [] : [mistake.notPlain({ argument, name })]),
    ...(isReserved ? [mistake.reserved({ argument, name, product: product.name })] : []),
    ...(length > longest
      ? [mistake.nameTooLong({ argument, name, length, product: product.name, longest })]
      : []),
  ];
}

function resources(product: Product, args: CheckedArgs): string[] {
  const { memory, cpus, shmSize = product.shm } = args;
  const { mistake } = say().database;
  const found: string[] = [];
  const { setting, example } = product.buffer;
  const value = args.settings?.[setting];
  const buffer = bufferMiB(product, value);
  if (!Number.isInteger(memory) || memory < 1)
    found.push(mistake.notMiB({ argument: "memory", value: memory }));
  else if (buffer === undefined) found.push(mistake.notSize({ setting, value: String(value), example }));
  else if (buffer > memory * 0.75)
    found.push(
      mistake.tooLittleMemory({
        ...{ memory, setting, buffer, isDefault: value === undefined },
        ...{ least: Math.ceil(buffer / 0.75), most: Math.floor(memory * 0.75) },
      }),
    );
  if (cpus !== undefined && !(cpus > 0)) found.push(mistake.cpus(cpus));
  if (!Number.isInteger(shmSize) || shmSize < 1)
    found.push(mistake.notMiB({ argument: "shmSize", value: shmSize }));
  else if (args.shmSize !== undefined && shmSize > memory)
    found.push(mistake.sharedAboveMemory({ shmSize, memory }));
  return found;
}

function others({ localPort, timeZone, startTimeout, stopGrace }: CheckedArgs): string[] {
  const { mistake } = say().database;
  const found: string[] = [];
  if (localPort !== undefined && !isPort(localPort)) found.push(mistake.localPort(localPort));
  if (timeZone !== undefined && !isTimeZone(timeZone)) found.push(mistake.timeZone(timeZone));
  if (startTimeout !== undefined && !(startTimeout > 0)) found.push(mistake.startTimeout(startTimeout));
  if (stopGrace !== undefined && !(Number.isInteger(stopGrace) && stopGrace >= 60))
    found.push(mistake.stopGrace(stopGrace));
  return found;
}

function settings(product: Product, args: CheckedArgs): string[] {
  const { mistake } = say().database;
  return Object.entries(args.settings ?? {}).flatMap(([name, value]) => {
    if (!product.setting.name.test(name))
      return [mistake.settingName({ name, product: product.name, example: product.buffer.setting })];
    const instead = product.owned[name.replaceAll("-", "_")];
    if (instead === "") return [mistake.settingOwned(name)];
    if (typeof instead === "object") return [mistake.settingAlways({ name, value: instead.always })];
    if (instead !== undefined) return [mistake.settingArgument({ name, argument: instead })];
    if (typeof value === "number" && !Number.isFinite(value)) return [mistake.settingNumber({ name, value })];
    if (typeof value === "string" && /[\0\r\n]/.test(value)) return [mistake.settingLines(name)];
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
