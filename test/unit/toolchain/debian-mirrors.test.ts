import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { debianMirrors, parseSources } from "../../../toolchain/debian-mirrors";

const official = {
  mirror: "http://deb.debian.org/debian",
  security: "http://deb.debian.org/debian-security",
};

describe("apt's sources", () => {
  it("are read in the one-line format", () => {
    const text =
      "# deb http://old/debian x\ndeb [signed-by=/k arch=amd64] https://a.example/debian/ trixie main\ndeb-src http://s/debian x";
    assert.deepEqual(parseSources(text), ["https://a.example/debian"]);
  });

  it("are read in the deb822 format", () => {
    const text =
      "Types: deb\n# URIs: http://no/debian\nURIs: http://a/debian http://b/debian/\nSuites: trixie\n";
    assert.deepEqual(parseSources(text), ["http://a/debian", "http://b/debian"]);
  });

  it("of other kinds than http are left out: they mean nothing in an image", () => {
    assert.deepEqual(parseSources("deb cdrom:[Debian] trixie main\ndeb file:///mnt/debian trixie main"), []);
  });
});

describe("the mirrors of the base image", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pws-test-apt-"));
    mkdirSync(join(folder, "sources.list.d"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("are Debian's own on a machine that has none", () => {
    writeFileSync(join(folder, "sources.list"), "deb http://archive.ubuntu.com/ubuntu noble main");
    assert.deepEqual(debianMirrors(folder, ""), official);
    assert.deepEqual(debianMirrors(join(folder, "nowhere"), ""), official);
  });

  it("are those of the machine", () => {
    const lines = ["deb http://m.example/debian-security s main", "deb http://m.example/debian trixie main"];
    writeFileSync(join(folder, "sources.list.d", "debian.list"), lines.join("\n"));
    writeFileSync(join(folder, "sources.list.d", "unused.bak"), "deb http://bad/debian trixie main");
    const expected = { mirror: "http://m.example/debian", security: "http://m.example/debian-security" };
    assert.deepEqual(debianMirrors(folder, ""), expected);
  });

  it("are the chosen one's", () => {
    const expected = { mirror: "https://t.example/debian", security: "https://t.example/debian-security" };
    assert.deepEqual(debianMirrors(folder, "https://t.example/debian/"), expected);
  });
});
