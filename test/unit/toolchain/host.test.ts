import assert from "node:assert/strict";
import { hasProgram, isDebian, lastLines, outputOf } from "../../../toolchain/host";

describe("this machine", () => {
  it("is a Debian when its os-release or what it derives from says so", () => {
    assert.equal(isDebian('PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\n'), true);
    assert.equal(isDebian('ID=linuxmint\nID_LIKE="ubuntu debian"\n'), true);
    assert.equal(isDebian("ID=ubuntu\nID_LIKE=debian\n"), true);
    assert.equal(isDebian('NAME="Not debian"\nID=fedora\nVERSION_ID=41\n'), false);
    assert.equal(isDebian('ID="rhel"\nID_LIKE="fedora"\nHOME_URL="https://debian.org"\n'), false);
  });

  it("has the programs that can be run, and no others", () => {
    assert.equal(hasProgram("sh"), true);
    assert.equal(hasProgram("pws-no-such-program"), false);
  });
});

describe("the end of an output", () => {
  it("is its last lines that say something, indented", () => {
    assert.equal(lastLines("one\n\ntwo  \n\nthree\n\n", 2), "  two\n  three");
    assert.equal(lastLines("one", 5), "  one");
  });

  it("is the program's, both streams, or else the error's own text", () => {
    assert.equal(outputOf({ stdout: "half", stderr: "E: broken" }), "half\nE: broken");
    assert.equal(outputOf(new Error("not found")), "Error: not found");
  });
});
