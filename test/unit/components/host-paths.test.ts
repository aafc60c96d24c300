import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { missingPaths as missing } from "../../../components/engine/host-paths";
import { problemLines } from "../../../messages/render";

const missingPaths = async (...args: Parameters<typeof missing>) =>
  (await missing(...args)).flatMap(problemLines);

describe("components: paths that the host must have", () => {
  let folder: string;
  const before = process.env["PATH"];
  const at = (name: string) => join(folder, name);
  const names = ["it's here", " $HOME `id`", 'a "b" \\n', "ends ", "证书"];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "paths-"));
    for (const name of names) writeFileSync(at(name), "");
    // What ssh is called with, and its last word run by a shell, as the other host's sshd does.
    fake(`printf '%s\\n' "$@" >"${at("args")}"\nfor last; do :; done\nexec sh -c "$last"`);
  });
  afterEach(() => {
    process.env["PATH"] = before;
    rmSync(folder, { recursive: true });
  });
  const fake = (text: string) => {
    writeFileSync(at("ssh"), `#!/bin/sh\n${text}\n`);
    chmodSync(at("ssh"), 0o755);
    process.env["PATH"] = `${folder}:${before}`;
  };

  for (const endpoint of ["unix:///var/run/docker.sock", "ssh://deploy@host"])
    it(`are found whatever is in their names, and missing ones named: ${endpoint}`, async () => {
      const paths = Object.fromEntries(names.map((name, key) => [`key.${key}`, at(name)]));
      assert.deepEqual(await missingPaths(endpoint, { ...paths, "a.b": at("it's not") }), [
        `${at("it's not")} is not on the host, but a.b of the stack file names it.`,
        "fix: put it there, or correct the path",
      ]);
    });

  it("are asked of the host, user and port that the address names", async () => {
    await missingPaths("ssh://deploy@[::1]:2222", { "a.b": folder });
    const question = `test -e '${folder}'`;
    assert.deepEqual(readFileSync(at("args"), "utf8").trimEnd().split("\n"), [
      ...[
        "-T",
        "-o",
        "ConnectTimeout=30",
        "-o",
        "ServerAliveInterval=15",
        "-l",
        "deploy",
        "-p",
        "2222",
        "--",
        "::1",
        question,
      ],
    ]);
  });

  it("are not said to be missing when ssh fails", async () => {
    fake("echo 'Connection closed' >&2; exit 255");
    const [said] = await missingPaths("ssh://host", { "a.b": folder });
    assert.match(said ?? "", /a\.b .* could not be checked on the host: Connection closed$/);
  });

  it("are not looked at where nothing can be said", async () =>
    assert.deepEqual(await missingPaths("tcp://host:2376", { "a.b": "/nothing" }), []));
});
