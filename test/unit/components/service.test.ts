import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Host } from "../../../components/engine/host";
import { serviceMistakes, type ServiceArgs } from "../../../components/service/arguments";
import { fileFolders } from "../../../components/workload/files";
import { healthCommand } from "../../../components/workload/health";
import { Service } from "../../../components/service/service";
import { labels } from "../../../components/engine/labels";
import { withMocks, type Registered } from "../../support/program";

const host = {
  network: "net",
  running: {},
  environment: { DOCKER_HOST: "unix:///var/run/docker.sock" },
  labels: (service: string) => labels("sys", "test", service),
} as unknown as Host;
const good: ServiceArgs = { host, image: "sha256:1", port: 8000, health: { path: "/health" }, memory: 64 };

describe("service: mistakes in its arguments", () => {
  const mistakes = (changes: Partial<ServiceArgs>) => serviceMistakes("app", { ...good, ...changes });

  it("finds none in good ones", () => assert.deepEqual(mistakes({}), []));

  it("a setting of any name goes to a command that no shell starts", () =>
    assert.deepEqual(mistakes({ settings: { "log.level": "debug" } }), []));

  for (const [what, changes, expected] of [
    ["secrets without a command", { secrets: { A: "b" } }, /^app\.command: needed with secrets/],
    [
      "a secret that is no assignment of a shell",
      { secrets: { "DB URL": "b" }, command: ["app"] },
      /^app\.secrets\."DB URL": expected a name of letters, digits and _/,
    ],
    [
      "a setting that a shell leaves out",
      { settings: { "log.level": "b" }, secrets: { A: "b" }, command: ["app"] },
      /^app\.settings\.log\.level: expected a name of letters/,
    ],
    [
      "a setting without a name",
      { settings: { "A=B": "b" } },
      /^app\.settings\."A=B": expected the name of a variable/,
    ],
    ["a port out of range", { port: 70000 }, /^app\.port: expected 1 to 65535, found 70000/],
    [
      "a health path without a slash",
      { health: { path: "health" } },
      /^app\.health\.path: must start with \//,
    ],
    [
      "a health path that no request can have",
      { health: { path: "/a b#c" } },
      /^app\.health\.path: "\/a b#c" is not a valid request path; fix: write \/a%20b%23c$/,
    ],
    [
      "a health path with a line break",
      { health: { path: "/a\ntrue" } },
      /^app\.health\.path: .*fix: write \/a%0Atrue$/,
    ],
    [
      "a network beside onlyDatabases",
      { onlyDatabases: true, databases: [{ network: "db" }] as never, aliases: ["jobs"] },
      /^app\.network, aliases: have no effect with onlyDatabases/,
    ],
    ["a port of metrics out of range", { metrics: { port: 0 } }, /^app\.metrics\.port: expected 1 to 65535/],
    [
      "a path of metrics without a slash",
      { metrics: { port: 1, path: "metrics" } },
      /^app\.metrics\.path: must start with \//,
    ],
    [
      "metrics that nothing can read",
      { metrics: { port: 1 }, onlyDatabases: true, databases: [{ network: "db" }] as never },
      /^app\.metrics: cannot be read with onlyDatabases/,
    ],
    ["no containers", { replicas: 0 }, /^app\.replicas: expected a whole number, at least 1, found 0/],
    [
      "a relative mount source",
      { mounts: [{ source: "certs", target: "/certs" }] },
      /^app\.certs: must be an absolute path of the host/,
    ],
    [
      "a relative scratch folder",
      { scratch: ["var"] },
      /^app\.var: must be an absolute path in the container/,
    ],
    [
      "a path used twice",
      { scratch: ["/data"], volumes: { "/data": "v" }, sharedVolumes: true },
      /^app\.\/data: used twice/,
    ],
    [
      "two writers of a volume in each release",
      { volumes: { "/data": "v" } },
      /^app\.lifeCycle: in each release the new container would write \/data beside the old one; choose lifeCycle: "instead"/,
    ],
    [
      "two writers of a folder of the host",
      { mounts: [{ source: "/srv/a", target: "/a", writable: true }] },
      /^app\.lifeCycle: .* write \/a /,
    ],
    [
      "replicas that write one volume",
      { volumes: { "/data": "v" }, lifeCycle: "instead", replicas: 2 },
      /^app\.replicas: 2 containers would write \/data/,
    ],
    ["a path with a line break", { files: { "/a\nb": "" }, command: ["a"] }, /^app\."\/a\\nb": /],
  ] as [string, Partial<ServiceArgs>, RegExp][])
    it(`names ${what}`, () => {
      const found = mistakes(changes);
      assert.equal(found.length, 1, found.join());
      assert.match(found[0] ?? "", expected);
    });

  it("lets one write a volume when it is replaced instead, or several when they may", () => {
    assert.deepEqual(mistakes({ volumes: { "/data": "v" }, lifeCycle: "instead" }), []);
    assert.deepEqual(mistakes({ volumes: { "/data": "v" }, sharedVolumes: true, replicas: 2 }), []);
    assert.deepEqual(mistakes({ mounts: [{ source: "/srv/a", target: "/a" }] }), []);
  });

  it("wants a port for a check that needs one", () => {
    const portless: ServiceArgs = { host, image: "sha256:1", health: { tcp: true }, memory: 64 };
    assert.match(
      serviceMistakes("app", portless)[0] ?? "",
      /^app\.port: needed for a health check by HTTP or TCP/,
    );
  });

  it("names all of them at once", () =>
    assert.equal(mistakes({ port: 0, replicas: -1, scratch: ["x"] }).length, 3));
});

describe("service: its resources", () => {
  const made = async (changes: Partial<ServiceArgs>) =>
    (await withMocks("sys", "test", {}, [], () => new Service("app", { ...good, ...changes }))).resources;
  const one = (resources: Registered[], name: string) =>
    resources.find((resource) => resource.name === name && !resource.type.startsWith("web-"))?.inputs;

  it("has few rights unless it asks for them", async () => {
    const inputs = one(await made({}), "app");
    assert.deepEqual(inputs?.["capabilities"], { drops: ["ALL"] });
    assert.equal(inputs?.["readOnly"], true);
    assert.deepEqual(inputs?.["securityOpts"], ["no-new-privileges:true"]);
    assert.deepEqual(one(await made({ capabilities: ["NET_BIND_SERVICE"] }), "app")?.["capabilities"], {
      drops: ["ALL"],
      adds: ["CAP_NET_BIND_SERVICE"],
    });
  });

  it("makes and checks every replica", async () => {
    const names = (await made({ replicas: 3 }))
      .filter(({ type }) => !type.startsWith("web-"))
      .map(({ name }) => name);
    assert.deepEqual(names.sort(), ["app", "app-2", "app-2-ready", "app-3", "app-3-ready", "app-ready"]);
  });

  it("says on its container that it is replaced instead, and nothing new on others", async () => {
    const labelsOf = async (changes: Partial<ServiceArgs>) =>
      (one(await made(changes), "app")?.["labels"] as { label: string }[]).map(
        ({ label }) => label.split(".")[2],
      );
    assert.deepEqual(await labelsOf({}), ["system", "stack", "service"]);
    assert.deepEqual(await labelsOf({ lifeCycle: "instead" }), ["system", "stack", "service", "life-cycle"]);
    assert.deepEqual(await labelsOf({ metrics: { port: 9100 } }), [
      ...["system", "stack", "service", "metrics", "metrics"],
    ]);
  });

  it("keeps what its readiness printed as a secret: the official plugin does not by itself", async () => {
    const resources = await made({ secrets: { KEY: "value" }, command: ["app"] });
    assert.deepEqual(resources.find(({ name }) => name === "app-ready")?.secretOutputs, ["stdout", "stderr"]);
  });

  it("tells its readiness what is secret by standard input alone, and shows in previews what changed", async () => {
    const inputs = one(await made({ secrets: { KEY: "hunter22" }, command: ["app"] }), "app-ready");
    const { stdin, ...shown } = inputs ?? {};
    assert.match(JSON.stringify(stdin), /4dabf18193072939515e22adb298388d.*hunter22/);
    assert.doesNotMatch(JSON.stringify(shown), /hunter22/);
    const { RUNNER, TIMEOUT, FINGERPRINT_OF_KEY } = shown["environment"] as Record<string, string>;
    assert.deepEqual([RUNNER, TIMEOUT], ["components/service/ready/main.ts", "60"]);
    assert.match(FINGERPRINT_OF_KEY ?? "", /^[0-9a-f]{16}$/);
  });

  it("mounts read-only unless set otherwise", async () => {
    const inputs = one(
      await made({
        mounts: [
          { source: "/etc/a", target: "/a" },
          { source: "/b", target: "/b", writable: true },
        ],
        sharedVolumes: true,
      }),
      "app",
    );
    assert.deepEqual(inputs?.["mounts"], [
      { type: "bind", source: "/etc/a", target: "/a", readOnly: true },
      { type: "bind", source: "/b", target: "/b", readOnly: false },
    ]);
  });

  it("gives each folder of files a volume", () => {
    assert.deepEqual(fileFolders({ "/etc/app/a": "", "/etc/app/b": "", "/srv/c": "" }), [
      "/etc/app",
      "/run/secrets",
      "/srv",
    ]);
  });
});

describe("service: the health check over TCP", () => {
  it("tells a port that listens from one that does not", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((done) => server.once("listening", done));
    const { command } = healthCommand({ tcp: true }, (server.address() as AddressInfo).port);
    const run = () =>
      promisify(execFile)("sh", ["-c", command]).then(
        () => "up",
        () => "down",
      );
    assert.equal(await run(), "up");
    await new Promise((done) => server.close(done));
    assert.equal(await run(), "down");
  });

  for (const [tool, path] of [
    ["curl", "/health"],
    ["wget", "/health"],
    ["curl", "/health?a=b"],
  ] as const)
    it(`asks the service at ${path}, and not the proxy of its settings, with ${tool}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), "proxy-"));
      const answering = (status: number) =>
        createHttpServer((_, response) => response.writeHead(status).end()).listen(0, "127.0.0.1");
      const [service, proxy] = [answering(200), answering(503)];
      try {
        for (const each of [service, proxy]) if (!each.listening) await once(each, "listening");
        symlinkSync(execFileSync("which", [tool], { encoding: "utf8" }).trim(), join(folder, tool));
        const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
        const settings = { http_proxy: address, ALL_PROXY: address };
        const port = (service.address() as AddressInfo).port;
        const { command, args = [] } = healthCommand({ path }, port, settings);
        const env = { ...settings, PATH: folder };
        await promisify(execFile)("/bin/sh", ["-c", command, "check", ...args], { env });
      } finally {
        service.close();
        proxy.close();
        rmSync(folder, { recursive: true });
      }
    });

  it("is the service's own command where it has one", () => {
    assert.deepEqual(healthCommand({ command: "test -f /tmp/alive" }, undefined), {
      command: "test -f /tmp/alive",
    });
  });
});
