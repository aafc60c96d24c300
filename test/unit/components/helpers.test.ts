import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { execFile } from "node:child_process";
import * as pulumi from "@pulumi/pulumi";
import { healthcheck } from "../../../components/workload/container";
import { contextHash } from "../../../components/image/context-hash";
import { readDockerignore } from "../../../components/image/dockerignore";
import { httpProbe } from "../../../components/workload/http-probe";
import { handOver, settingsFile } from "../../../components/workload/files";
import { assignments, fingerprints } from "../../../components/workload/secrets";

describe("image: the hash of a build context", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "context-"));
    mkdirSync(join(folder, "src"));
    writeFileSync(join(folder, "src", "main.py"), "print(1)");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, text = "") => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };

  it("changes with a file's content and name", () => {
    const before = contextHash(folder);
    write("src/main.py", "print(2)");
    const edited = contextHash(folder);
    assert.notEqual(edited, before);
    write("src/new.py");
    assert.notEqual(contextHash(folder), edited);
  });

  it("is what it always was for files that anybody can make: images that are there are not built again", () =>
    assert.equal(
      contextHash(folder),
      createHash("sha256")
        .update(`file src/main.py ${createHash("sha256").update("print(1)").digest("hex")}\n`)
        .digest("hex"),
    ));

  for (const [what, change] of [
    ["a folder called dist", () => write("dist/main.js")],
    ["a folder of packages that no .dockerignore leaves out", () => write("node_modules/x/index.js")],
    ["which files can be executed", () => chmodSync(join(folder, "src/main.py"), 0o755)],
    ["a folder with nothing in it", () => mkdirSync(join(folder, "empty"))],
    ["where a link leads", () => symlinkSync("src", join(folder, "link"))],
  ] as [string, () => void][])
    it(`changes with ${what}`, () => {
      const before = contextHash(folder);
      change();
      assert.notEqual(contextHash(folder), before);
    });

  it("does not change with other modes, nor with what a .dockerignore leaves out of a developer's folders", () => {
    write(".dockerignore", "*\n!src\n**/__pycache__\n");
    const before = contextHash(folder);
    chmodSync(join(folder, "src/main.py"), 0o600);
    chmodSync(join(folder, "src"), 0o700);
    write("node_modules/x.js");
    write("src/__pycache__/x.pyc");
    assert.equal(contextHash(folder), before);
    write("src/dist/x.js");
    assert.notEqual(contextHash(folder), before);
  });
});

describe("image: its .dockerignore", () => {
  for (const [patterns, out, sent] of [
    ["node_modules", ["node_modules", "node_modules/a/b"], ["src/node_modules", "node_modules2"]],
    ["**/node_modules", ["node_modules/a", "src/x/node_modules/a"], ["src/a"]],
    ["*.md\n!README.md", ["NOTES.md"], ["README.md", "docs/NOTES.md"]],
    ["*\n!src", ["a", "b/c"], ["src", "src/x/y", "Dockerfile", ".dockerignore"]],
    ["src\n!src/keep", ["src/a", "src/b/c"], ["src/keep", "src/keep/x"]],
    ["/dist/", ["dist", "dist/x"], ["src/dist"]],
    ["# a comment\n\n  ./tmp/../log  ", ["log/x"], ["tmp", "# a comment"]],
    ["**/*.log", ["a.log", "x/y/a.log"], ["a.logs"]],
    ["a/**", ["a/b", "a/b/c"], ["a", "b"]],
    ["a?c", ["abc"], ["a/c", "ac"]],
    ["file[0-9].(x)+", ["file1.(x)+"], ["filea.(x)+", "file1.xx"]],
    ["a\\*b", ["a*b"], ["axb"]],
    ["**/a/**/b", ["a/b", "x/a/y/z/b"], ["a", "b"]],
    ["[", [], ["x"]],
  ] as [string, string[], string[]][])
    it(`leaves out what ${JSON.stringify(patterns)} says`, () => {
      const ignored = readDockerignore(patterns);
      assert.deepEqual(
        [...out, ...sent].filter((path) => ignored.has(path)),
        out,
      );
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
    assert.deepEqual(Object.entries(await plain(text)), [
      ["/etc/app/a.conf", "x=1"],
      [settingsFile, "KEY='value'\n"],
    ]);
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
  let asked = "";
  const server = createServer((request, response) => {
    asked = request.url ?? "";
    response.writeHead(status).end("ok\n");
  });
  before((done) => void server.listen(0, "127.0.0.1", done));
  after(() => server.close());

  /** Characters that a path may have, and that a shell, printf, curl or a regular expression would take for something else. */
  const paths = [
    "/health",
    "/health?full=1&deep=2",
    "/a&true",
    "/a;true",
    "/a'b",
    "/a';true;'",
    "/$(true)/$PATH/$HOME",
    "/100%25/a%20b",
    "/*/(x)!~@,=+",
    "/%E5%81%A5%E5%BA%B7",
    "/健康",
    "/-v",
  ];

  for (const tools of [["curl"], ["wget"], ["bash", "head", "grep", "timeout"]])
    it(`asks for the very path, and tells good answers from bad ones, with ${tools[0]}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), "path-"));
      for (const name of tools)
        symlinkSync(execFileSync("which", [name], { encoding: "utf8" }).trim(), join(folder, name));
      const run = (path: string) => {
        const { tests } = healthcheck({
          ...httpProbe({ port: (server.address() as AddressInfo).port, path }),
          ...{ interval: 1, timeout: 1, retries: 1, startPeriod: 1 },
        });
        const [kind, ...words] = tests as string[];
        const [file = "", ...args] = kind === "CMD" ? words : ["sh", "-c", ...words];
        return promisify(execFile)(file === "sh" ? "/bin/sh" : file, args, { env: { PATH: folder } }).then(
          () => "healthy",
          () => "unhealthy",
        );
      };
      try {
        for (const path of paths) {
          for (const [answer, expected] of [
            [200, "healthy"],
            [503, "unhealthy"],
          ] as const) {
            status = answer;
            asked = "";
            assert.equal(await run(path), expected, `${path} at ${answer}`);
            assert.equal(asked, path === "/健康" ? encodeURI(path) : path);
          }
        }
      } finally {
        rmSync(folder, { recursive: true });
      }
    });

  it("stays as it is for a path without such characters: a running container is not replaced", () =>
    assert.deepEqual(
      healthcheck({
        ...httpProbe({ port: 80, path: "/health-z/_a.b~" }),
        ...{ interval: 1, timeout: 1, retries: 1, startPeriod: 1 },
      }).tests,
      [
        "CMD-SHELL",
        'if command -v curl >/dev/null; then curl -fsS -o /dev/null -m 4 http://127.0.0.1:80/health-z/_a.b~; elif command -v wget >/dev/null; then wget -q -O /dev/null -T 4 http://127.0.0.1:80/health-z/_a.b~; else timeout 4 bash -c \'exec 3<>/dev/tcp/127.0.0.1/80 && printf "GET /health-z/_a.b~ HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n" >&3 && head -n 1 <&3 | grep -qE " (2|3)[0-9][0-9] "\'; fi',
      ],
    ));
});
