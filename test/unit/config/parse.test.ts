import assert from "node:assert/strict";
import { parseConfig, type RawConfig } from "../../../config/parse";
import { message } from "../../../config/read";
import { StackConfig } from "../../../config";

const good: RawConfig = {
  "proxy-system:edge": '{"port":8080}',
  "proxy-system:backend": '{"version":"1.0.0"}',
  "proxy-system:web": '{"version":"1.0.0"}',
  "proxy-system:mobile": '{"version":"1.0.0"}',
};

/** The mistakes of a stack file that is good but for `changes`, as `path: problem (remedy)`. */
function mistakes(changes: RawConfig, secrets: string[] = []): string[] {
  const parsed = parseConfig(StackConfig, "proxy-system", { ...good, ...changes }, (key) =>
    secrets.includes(key),
  );
  return parsed.mistakes.map(({ where, what, fix }) => `${where}: ${what} (${String(fix)})`);
}

describe("config: the one parse of a stack file", () => {
  it("fills in every default", () => {
    const { config } = parseConfig(StackConfig, "proxy-system", good, () => false);
    assert.equal(config?.registry, "docker.io/library");
    assert.equal(config?.edge.bind, "0.0.0.0");
    assert.equal(config?.backend.workers, 4);
    assert.equal(config?.database.protect, true);
  });

  it("leaves keys of providers and other projects alone", () => {
    assert.deepEqual(mistakes({ "docker:host": "tcp://x", "pulumi:disable-default-providers": "[]" }), []);
  });

  it("refuses an unknown key, and names the one that was meant", () => {
    assert.deepEqual(mistakes({ "proxy-system:backend": '{"version":"1.0.0","wrokers":4}' }), [
      'backend.wrokers: unknown key (did you mean "workers"? (known here: version, memory, cpus, replicas, settings, secrets, workers, certificates))',
    ]);
  });

  it("refuses an unknown group", () => {
    assert.match(
      mistakes({ "proxy-system:colour": "red" })[0] ?? "",
      /^colour: unknown key \(remove it \(known here: host,/,
    );
  });

  it("refuses a wrong type, with what was expected, what was found and an example", () => {
    assert.deepEqual(mistakes({ "proxy-system:edge": '{"port":"eighty"}' }), [
      'edge.port: expected a whole number from 1 to 65535, found "eighty" (for example `port: 8080`)',
    ]);
  });

  it("refuses a port out of range", () => {
    assert.deepEqual(mistakes({ "proxy-system:edge": '{"port":70000}' }), [
      "edge.port: expected at most 65535, found 70000 (for example `port: 8080`)",
    ]);
  });

  it("refuses a number of processors that no engine or not our spelling of it allows", () => {
    assert.deepEqual(mistakes({ "proxy-system:web": '{"version":"1.0.0","cpus":0}' }), [
      "web.cpus: expected at least 0.1, found 0 (for example `cpus: 1`)",
    ]);
    assert.deepEqual(mistakes({ "proxy-system:web": '{"version":"1.0.0","cpus":0.25}' }), [
      "web.cpus: expected a number with at most one decimal, found 0.25 (for example `cpus: 1`)",
    ]);
    assert.deepEqual(mistakes({ "proxy-system:web": '{"version":"1.0.0","cpus":1.3}' }), []);
  });

  it("refuses a cache that is too small for Redis, and takes one of 32 MiB", () => {
    assert.deepEqual(mistakes({ "proxy-system:cache": '{"memory":16}' }), [
      "cache.memory: expected at least 32, found 16 (for example `memory: 256`)",
    ]);
    assert.deepEqual(mistakes({ "proxy-system:cache": '{"memory":32}' }), []);
  });

  it("refuses a version that YAML took for a number", () => {
    assert.deepEqual(mistakes({ "proxy-system:web": '{"version":1.1}' }), [
      'web.version: expected a string, found 1.1 (for example `version: "1.0.0"`)',
    ]);
  });

  it("names a missing value and how to add it", () => {
    assert.deepEqual(mistakes({ "proxy-system:mobile": "{}" }), [
      'mobile.version: missing (add `version: "1.0.0"`)',
    ]);
  });

  it("refuses text where a group of keys belongs", () => {
    assert.match(
      mistakes({ "proxy-system:web": "1.0.0" })[0] ?? "",
      /^web: expected a group of keys, found "1\.0\.0"/,
    );
  });

  it("refuses two ports that contradict each other", () => {
    assert.deepEqual(mistakes({ "proxy-system:database": '{"localPort":8080}' }), [
      "database.localPort: expected a port other than edge.port, which is 8080 too, found 8080 (for example `localPort: 5432`)",
    ]);
  });

  it("refuses one name as a plain and as a secret setting", () => {
    const backend = {
      "proxy-system:backend":
        '{"version":"1.0.0","settings":{"KEY":"a"},"secrets":{"KEY":"k7Qm2Xp9Lr4Ts8vW"}}',
    };
    assert.match(
      mistakes(backend, ["proxy-system:backend"])[0] ?? "",
      /^backend\.settings\.KEY: expected a name that/,
    );
  });

  it("refuses a setting and a secret whose name no shell can read, by that name and never by its value", () => {
    const backend = {
      "proxy-system:backend":
        '{"version":"1.0.0","settings":{"A-B":"a"},"secrets":{"1A":"k7Qm2Xp9Lr4Ts8vW"}}',
    };
    const name = "expected letters, digits and underscores, not starting with a digit, found";
    assert.deepEqual(mistakes(backend, ["proxy-system:backend"]), [
      `backend.secrets.1A: ${name} "1A" (for example \`LOG_LEVEL\`)`,
      `backend.settings.A-B: ${name} "A-B" (for example \`LOG_LEVEL\`)`,
    ]);
  });

  it("refuses plain tcp to an engine, and certificates for another kind of address", () => {
    assert.match(
      mistakes({ "proxy-system:host": "tcp://10.0.0.1:2376" })[0] ?? "",
      /^hostCertificates: missing \(add `hostCertificates: "\/etc\/docker\/certs"`\)/,
    );
    assert.match(
      mistakes({ "proxy-system:hostCertificates": "/etc/x" })[0] ?? "",
      /^hostCertificates: expected no folder, because host is not/,
    );
    assert.deepEqual(
      mistakes({ "proxy-system:host": "tcp://10.0.0.1:2376", "proxy-system:hostCertificates": "/etc/x" }),
      [],
    );
  });

  it("refuses an address that is none", () => {
    assert.match(
      mistakes({ "proxy-system:host": "10.0.0.1" })[0] ?? "",
      /^host: expected unix:\/\/\/path, ssh/,
    );
  });

  it("refuses a secret in plain text, with the command that sets it, and without showing it", () => {
    const found = mistakes({
      "proxy-system:backend": '{"version":"1.0.0","secrets":{"WECHAT_KEY":"hunter2hunter2"}}',
    });
    assert.deepEqual(found, [
      "backend.secrets.WECHAT_KEY: a secret in plain text " +
        "(remove it and run: pulumi config set --secret --path 'proxy-system:backend.secrets.WECHAT_KEY')",
    ]);
  });

  it("never shows the value of an encrypted key that is wrong", () => {
    const backend = { "proxy-system:backend": '{"version":"1.0.0","secrets":{"WECHAT_KEY":31415926}}' };
    const found = mistakes(backend, ["proxy-system:backend"]).join();
    assert.match(found, /backend\.secrets\.WECHAT_KEY/);
    assert.doesNotMatch(found, /31415926/);
  });

  describe("weak secrets", () => {
    const backend = (secret: string) => ({
      "proxy-system:backend": JSON.stringify({ version: "1.0.0", secrets: { WECHAT_KEY: secret } }),
    });
    const found = (secret: string, more: RawConfig = {}) =>
      mistakes({ ...backend(secret), ...more }, ["proxy-system:backend"]);

    it("are refused by path, with a command that sets a better one, and never shown", () => {
      assert.deepEqual(found("admin123"), [
        "backend.secrets.WECHAT_KEY: a weak secret: a known default or made of common words only (choose a random one: " +
          "openssl rand -hex 24 | pulumi config set --secret --path 'proxy-system:backend.secrets.WECHAT_KEY')",
      ]);
      assert.match(
        found("tooShort7!")[0] ?? "",
        /^backend\.secrets\.WECHAT_KEY: a weak secret: shorter than 16/,
      );
    });

    it("may not repeat their own name or the system's", () => {
      for (const secret of ["wechat_key-wechat_key", "proxy-system-backend"])
        assert.match(found(secret)[0] ?? "", /: a weak secret: /, secret);
    });

    it("are taken where the stack file allows them, and only there", () => {
      assert.deepEqual(found("admin123", { "proxy-system:allowWeakSecrets": "true" }), []);
      assert.equal(found("admin123", { "proxy-system:allowWeakSecrets": "false" }).length, 1);
      assert.equal(found("admin123", { "proxy-system:allowWeakSecrets": "yes" }).length, 2);
      assert.deepEqual(found("k7Qm2Xp9Lr4Ts8vW"), []);
    });
  });

  it("reports all mistakes at once", () => {
    const found = mistakes({
      "proxy-system:edge": '{"port":0,"bind":"everywhere"}',
      "proxy-system:web": '{"versoin":"1"}',
      "proxy-system:colour": "red",
    });
    assert.deepEqual(
      found.map((line) => line.split(":")[0]),
      ["colour", "edge.bind", "edge.port", "web.version", "web.versoin"],
    );
  });

  it("says in which file, and that nothing was changed", () => {
    const text = message("dev", [{ where: "edge.port", what: "missing", fix: "add `port: 8080`" }]);
    assert.equal(
      text,
      "Pulumi.dev.yaml has 1 mistake; nothing was changed.\n  edge.port: missing\n      fix: add `port: 8080`",
    );
  });
});
