import { say } from "../../messages/say";

/** A member of a tar archive. */
export interface TarEntry {
  name: string;
  /** What it is: `0` a file, `1` a hard link, `2` a symbolic link, `5` a folder; others as tar numbers them. */
  type: string;
  /** Where a link leads. */
  link: string;
  /** Its owner may run it. */
  executable: boolean;
  content: Buffer;
}

const block = 512;

/** What a member is dated whose time says nothing. */
const undated = new Date(0);

/** A file of a tar archive: its header and content, readable by its owner only. @param name at most 100 bytes @param time what it is dated */
export function tarFile(name: string, content: Buffer, time = undated): Buffer {
  const padding = Buffer.alloc((block - (content.length % block)) % block);
  return Buffer.concat([header(name, "0", content.length, time), content, padding]);
}

/** The header of a file whose content follows, padded to whole blocks. */
export const tarHeader = (name: string, size: number, time: Date) => header(name, "0", size, time);

/** Zeros that fill the last block of a content. */
export const tarPadding = (size: number) => Buffer.alloc((block - (size % block)) % block);

/** Another name of a file that stands before it in the archive. */
export const tarLink = (name: string, to: string) => header(name, "1", 0, undated, to);

/** What an archive ends with. */
export const tarEnd = Buffer.alloc(2 * block);

function header(name: string, type: string, size: number, time: Date, link = ""): Buffer {
  const bytes = Buffer.alloc(block);
  const octal = (value: number, length: number) => value.toString(8).padStart(length - 1, "0");
  bytes.write(name, 0, 100);
  bytes.write(octal(0o600, 8), 100);
  for (const owner of [108, 116]) bytes.write(octal(0, 8), owner);
  bytes.write(octal(size, 12), 124);
  bytes.write(octal(Math.floor(time.getTime() / 1000), 12), 136);
  bytes.write(" ".repeat(8), 148);
  bytes.write(type, 156);
  bytes.write(link, 157, 100);
  bytes.write("ustar\0" + "00", 257);
  bytes.write(`${octal(sum(bytes), 7)}\0 `, 148);
  return bytes;
}

/**
 * The members of an archive, with names and links of any length as GNU tar and POSIX write them.
 *
 * @throws Error when it is cut off or no archive
 */
export function readTar(archive: Buffer): TarEntry[] {
  const { damaged, badSize, cutOff } = say().release.archive;
  const entries: TarEntry[] = [];
  let longer: { name?: string; link?: string } = {};
  for (let at = 0; at + block <= archive.length;) {
    const head = archive.subarray(at, at + block);
    if (head.every((byte) => byte === 0)) return entries;
    if (number(head, 148, 8) !== sum(head)) throw new Error(damaged);
    const size = number(head, 124, 12);
    // Anything else would lead to no next member, or back to this one.
    if (!Number.isSafeInteger(size) || size < 0) throw new Error(badSize);
    const content = archive.subarray(at + block, at + block + size);
    if (content.length < size) throw new Error(cutOff);
    at += block + Math.ceil(size / block) * block;
    const type = text(head, 156, 1) || "0";
    if (type === "L") longer.name = text(content, 0, size);
    else if (type === "K") longer.link = text(content, 0, size);
    else if (type === "x") longer = { ...longer, ...extended(content) };
    else {
      const prefix = text(head, 257, 6) === "ustar" ? text(head, 345, 155) : "";
      const short = text(head, 0, 100);
      entries.push({
        name: longer.name ?? (prefix === "" ? short : `${prefix}/${short}`),
        type,
        link: longer.link ?? text(head, 157, 100),
        executable: (number(head, 100, 8) & 0o100) !== 0,
        content,
      });
      longer = {};
    }
  }
  throw new Error(cutOff);
}

/** Records of POSIX's extended header: their length, then `key=value`. */
function extended(content: Buffer): { name?: string; link?: string } {
  const found: { name?: string; link?: string } = {};
  for (let at = 0; at < content.length;) {
    const length = parseInt(content.subarray(at, at + 20).toString("latin1"));
    if (!(length > 0)) break;
    const record = content.subarray(at, at + length - 1).toString("utf8");
    const [, key, value] = /^\d+ ([^=]+)=([^]*)$/.exec(record) ?? [];
    if (key === "path") found.name = value;
    if (key === "linkpath") found.link = value;
    at += length;
  }
  return found;
}

/** Of all bytes of a header, its own sum counted as blanks. */
function sum(head: Buffer): number {
  return head.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
}

/** Octal digits, or base 256 for what they are too few for; NaN when it is neither. */
function number(bytes: Buffer, from: number, length: number): number {
  const field = bytes.subarray(from, from + length);
  if (field[0] === 0x80) return field.subarray(1).reduce((value, byte) => value * 256 + byte, 0);
  const digits = text(bytes, from, length).trim() || "0";
  return /^[0-7]+$/.test(digits) ? parseInt(digits, 8) : NaN;
}

function text(bytes: Buffer, from: number, length: number): string {
  const field = bytes.subarray(from, from + length);
  const end = field.indexOf(0);
  return field.subarray(0, end === -1 ? length : end).toString("utf8");
}
