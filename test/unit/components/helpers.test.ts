import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { execFile } from "node:child_process";
import * as pulumi from "@pulumi/pulumi";
import { contextHash } from "../../../components/context-hash";
import { httpProbe } from "../../../components/service/http-probe";
import { handOver, settingsFile } from "../../../components/service/files";
import { assignments, fingerprints } from "../../../components/service/secrets";

describe("image: the hash of a build context", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "context-"));
    mkdirSync(join(folder, "src"));
    writeFileSync(join(folder, "src", "main.py"), "print(1)");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("changes with a file's content and name, and not with what no image needs", () => {
    const before = contextHash(folder);
    mkdirSync(join(folder, "node_modules"));
    writeFileSync(join(folder, "node_modules", "x.js"), "");
    assert.equal(contextHash(folder), before);
    writeFileSync(join(folder, "src", "main.py"), "print(2)");
    const edited = contextHash(folder);
    assert.notEqual(edited, before);
    writeFileSync(join(folder, "src", "new.py"), "");
    assert.notEqual(contextHash(folder), edited);
  });
});

describe("service: the file of secret settings", () => {
  it("gives a shell exactly the values, whatever characters they have", () => {
    const nasty = `a'b"c$d\`e\\f g\nh`;
    const shown = execFileSync("sh", ["-c", `${assignments({ KEY: nasty })}printf '%s' "$KEY"`], {
      encoding: "utf8",
    });
    assert.equal(shown, nasty);
  });

  it("is handed over last and as a secret, after the other files", async () => {
    const text = handOver({ "/etc/app/a.conf": "x=1" }, { KEY: "value" });
    assert.equal(await pulumi.isSecret(text), true);
    const lines = await plain(text);
    assert.deepEqual(
      lines
        .trim()
        .split("\n")
        .map((line) => line.split(" "))
        .map(([path, data]) => [path, Buffer.from(data ?? "", "base64").toString()]),
      [
        ["/etc/app/a.conf", "x=1"],
        [settingsFile, "KEY='value'\n"],
      ],
    );
  });

  it("has fingerprints that change with a value or the key, name what changed and hold no value", async () => {
    const of = (values: Record<string, string>, key: string) =>
      plain(pulumi.output(fingerprints(values, key)));
    const one = await of({ A: "alpha-value", B: "b" }, "key");
    const two = await of({ A: "other", B: "b" }, "key");
    assert.notEqual(one["A"], two["A"]);
    assert.equal(one["B"], two["B"]);
    assert.notEqual((await of({ B: "b" }, "another key"))["B"], one["B"]);
    assert.doesNotMatch(JSON.stringify(one), /alpha-value/);
  });
});

/** What an output resolves to. */
function plain<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((done) => output.apply(done));
}

describe("service: the health check over HTTP", () => {
  let status = 200;
  const server = createServer((_, response) => response.writeHead(status).end("ok\n"));
  before((done) => void server.listen(0, "127.0.0.1", done));
  after(() => server.close());

  for (const [tool, path] of [
    ["curl", "/usr/bin:/bin"],
    ["bash's own sockets", "bash only"],
  ] as const)
    it(`tells good answers from bad ones with ${tool}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), "path-"));
      if (path === "bash only")
        for (const name of ["bash", "head", "grep", "timeout"])
          execFileSync("ln", ["-s", `/usr/bin/${name}`, join(folder, name)]);
      const probe = httpProbe({ port: (server.address() as AddressInfo).port, path: "/health" });
      const env = { PATH: path === "bash only" ? folder : path };
      const run = () =>
        promisify(execFile)("/bin/sh", ["-c", probe], { env }).then(
          () => "healthy",
          () => "unhealthy",
        );
      status = 200;
      assert.equal(await run(), "healthy");
      status = 503;
      assert.equal(await run(), "unhealthy");
      rmSync(folder, { recursive: true });
    });
});
