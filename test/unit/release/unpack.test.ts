import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { ReleaseRecord } from "../../../components/release/record";
import { readTar, tarEnd, tarFile, tarLink } from "../../../components/release/tar";
import { prove } from "../../../operations/releases/checkout";
import { unpack } from "../../../operations/releases/unpack";

describe("rollback: the archive of a release", () => {
  let folder: string;
  let made: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "unpack-"));
    made = join(folder, "made");
    for (const name of ["made", "target"]) mkdirSync(join(folder, name));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const target = () => join(folder, "target");
  const packed = () => execFileSync("tar", ["-czf", "-", "."], { cwd: made, maxBuffer: 1 << 24 });
  const archive = (...members: Buffer[]) => gzipSync(Buffer.concat([...members, tarEnd]));
  const refuses = (bytes: Buffer, message: RegExp) => {
    assert.throws(() => unpack(bytes, target()), message);
    assert.ok(!existsSync(join(folder, "outside")), "a file was written outside");
  };

  it("is unpacked as tar packed it: long names, programs, links, second names of one file", () => {
    const long = `${"folder/".repeat(20)}${"ä".repeat(90)}.txt`;
    mkdirSync(join(made, "folder/".repeat(20)), { recursive: true });
    writeFileSync(join(made, long), "long");
    writeFileSync(join(made, "run.sh"), "#!/bin/sh\n", { mode: 0o755 });
    symlinkSync(`./${long}`, join(made, "link"));
    execFileSync("ln", [join(made, "run.sh"), join(made, "again.sh")]);
    unpack(packed(), target());
    assert.equal(readFileSync(join(target(), "link"), "utf8"), "long");
    for (const name of ["run.sh", "again.sh"]) {
      assert.equal(readFileSync(join(target(), name), "utf8"), "#!/bin/sh\n");
      assert.ok(statSync(join(target(), name)).mode & 0o100);
    }
  });

  it("no path and no link leads out of it", () => {
    const text = Buffer.from("x");
    refuses(archive(tarFile("../outside", text)), /\.\.\/outside leaves the folder/);
    refuses(archive(tarFile("a/../../outside", text)), /leaves the folder/);
    refuses(archive(tarFile(join(folder, "outside"), text)), /leaves the folder/);
    refuses(
      archive(tarLink("passwords", "/etc/passwd")),
      /is a link to something that is not in the archive/,
    );
    refuses(archive(tarLink("made", "../made")), /is a link to something that is not in the archive/);
    symlinkSync(folder, join(made, "absolute"));
    refuses(packed(), /absolute is a link that leaves the folder of the archive/);
  });

  it("nothing is written through a link, and a link through links does not lead out either", () => {
    const through = Buffer.concat([symbolic("a", ".."), tarFile("a/outside", Buffer.from("x"))]);
    refuses(archive(through), /leaves the folder|EEXIST/);
    rmSync(target(), { recursive: true });
    mkdirSync(target());
    refuses(archive(symbolic("here", "."), symbolic("up", "here/../../made")), /leaves the folder/);
  });

  it("is no archive, or cut off", () => {
    refuses(gzipSync(Buffer.alloc(700, 1)), /not a tar archive/);
    refuses(gzipSync(tarFile("a", Buffer.alloc(2000)).subarray(0, 1024)), /cut off/);
    refuses(gzipSync(tarFile("a", Buffer.alloc(10))), /cut off/);
    refuses(Buffer.from("text"), /incorrect header/);
    assert.deepEqual(readTar(tarEnd), []);
  });

  it("has a member of no readable size: refused, not read for ever; one in base 256 is read", () => {
    const sized = (size: Buffer) => {
      const bytes = Buffer.from(tarFile("a", Buffer.from("x")));
      size.copy(bytes, 124);
      return summed(bytes);
    };
    for (const size of ["-0000001000\0", "0000000001x\0", "00000000009\0"])
      refuses(archive(sized(Buffer.from(size))), /size of a member cannot be read/);
    refuses(archive(sized(Buffer.alloc(12, 0xff))), /size of a member cannot be read/);
    const [file] = readTar(
      Buffer.concat([sized(Buffer.from([0x80, ...Array<number>(10).fill(0), 1])), tarEnd]),
    );
    assert.equal(file?.content.toString(), "x");
  });

  /** A symbolic link, made of a hard one: only its kind and its sum differ. */
  function symbolic(name: string, to: string): Buffer {
    const bytes = Buffer.from(tarLink(name, to));
    bytes.write("2", 156);
    return summed(bytes);
  }

  function summed(bytes: Buffer): Buffer {
    bytes.write(" ".repeat(8), 148);
    const sum = bytes.subarray(0, 512).reduce((total, byte) => total + byte, 0);
    bytes.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    return bytes;
  }
});

describe("rollback: the proof of a source", () => {
  const bytes = Buffer.from("source");
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const release = { number: 2, folder: "shop" } as ReleaseRecord;

  it("is what the state says of it: the hash of the archive and the folder of the project", () => {
    prove(release, bytes, { number: 2, sha256, folder: "shop" });
    assert.throws(
      () => prove(release, Buffer.from("other"), { number: 2, sha256, folder: "shop" }),
      /source of release 2 is not what was recorded; nothing of it was run[^]*expected sha256/,
    );
    assert.throws(
      () => prove(release, bytes, { number: 2, sha256, folder: "" }),
      /its project is in "shop" according to its record, and in "" according to the state/,
    );
  });
});
