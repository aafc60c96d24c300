import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answers, download } from "../../../operations/pulumi/download";
import { unpack } from "../../../operations/pulumi/official";

const proxies = [
  "HTTPS_PROXY",
  "https_proxy",
  "http_proxy",
  "NO_PROXY",
  "no_proxy",
  "ALL_PROXY",
  "all_proxy",
];

/** A release from a local server in place of the official site. */
describe("toolchain: what is downloaded", () => {
  const before = proxies.map((name) => [name, process.env[name]] as const);
  let folder: string;
  let server: Server;
  let files: Record<string, Buffer>;
  let asked: string[];
  const port = () => (server.address() as AddressInfo).port;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "download-"));
    asked = [];
    files = {};
    for (const name of proxies) delete process.env[name];
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      const found = files[request.url ?? ""];
      response.writeHead(found ? 200 : 404).end(found);
    }).on("connect", (request, socket) => {
      asked.push(`CONNECT ${request.url}`);
      socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    });
    await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  });
  afterEach(() => {
    server.close();
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    rmSync(folder, { recursive: true });
  });

  const archive = () => {
    mkdirSync(join(folder, "pulumi"));
    writeFileSync(join(folder, "pulumi", "pulumi"), "the CLI");
    execFileSync("tar", ["-czf", join(folder, "made.tar.gz"), "-C", folder, "pulumi"]);
    return readFileSync(join(folder, "made.tar.gz"));
  };
  const get = () => {
    const release = { from: `http://127.0.0.1:${port()}/sdk`, version: "3.1.0", platform: "linux-x64" };
    return unpack(release, join(folder, "toolchain"), () => undefined);
  };
  const publish = (list: (sum: string) => string | undefined) => {
    const bytes = archive();
    files["/sdk/pulumi-v3.1.0-linux-x64.tar.gz"] = bytes;
    const text = list(createHash("sha256").update(bytes).digest("hex"));
    if (text !== undefined) files["/sdk/pulumi-3.1.0-checksums.txt"] = Buffer.from(text);
  };

  it("is unpacked when it is what was published", async () => {
    publish(
      (sum) =>
        `${"0".repeat(64)}  pulumi-v3.1.0-linux-arm64.tar.gz\n${sum}  pulumi-v3.1.0-linux-x64.tar.gz\n`,
    );
    await get();
    assert.equal(readFileSync(join(folder, "toolchain", "bin", "pulumi"), "utf8"), "the CLI");
  });

  for (const [what, list, expected] of [
    [
      "another content",
      () => `${"0".repeat(64)}  pulumi-v3.1.0-linux-x64.tar.gz\n`,
      /is not what was published/,
    ],
    [
      "no checksum of it",
      (sum: string) => `${sum}  pulumi-v3.1.0-linux-arm64.tar.gz\n`,
      /do not name pulumi-v3/,
    ],
    [
      "a cut checksum",
      (sum: string) => `${sum.slice(1)}  pulumi-v3.1.0-linux-x64.tar.gz\n`,
      /do not name pulumi-v3/,
    ],
    ["no checksums at all", () => undefined, /checksums\.txt: .*404/],
  ] as const)
    it(`is refused where there is ${what}, and nothing of it is left`, async () => {
      publish(list);
      await assert.rejects(get(), expected);
      assert.equal(existsSync(join(folder, "toolchain", "bin")), false);
      assert.deepEqual(
        readdirSync(folder).filter((name) => name.endsWith(".tmp")),
        [],
      );
    });

  it("comes by the proxy that the environment names", async () => {
    process.env["HTTPS_PROXY"] = `http://127.0.0.1:${port()}`;
    assert.equal(await answers("https://releases.example/sdk/", 4000), false);
    await assert.rejects(download("https://releases.example/x", join(folder, "x")), /releases\.example\/x: /);
    assert.deepEqual(asked, ["CONNECT releases.example:443", "CONNECT releases.example:443"]);
  });

  it("comes directly from what NO_PROXY names", async () => {
    process.env["http_proxy"] = "http://127.0.0.1:1";
    assert.equal(await answers(`http://127.0.0.1:${port()}/`, 4000), false);
    process.env["NO_PROXY"] = "127.0.0.1";
    assert.equal(await answers(`http://127.0.0.1:${port()}/`, 4000), true);
    assert.deepEqual(asked, ["HEAD /"]);
  });
});
