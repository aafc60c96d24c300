import assert from "node:assert/strict";
import { forRollback } from "../../../operations/releases/stack-file";

describe("rollback: its stack file", () => {
  const secure = (value: string) => ({ secure: value });
  const then = {
    encryptionsalt: "v1:one",
    config: {
      "shop:host": "ssh://old",
      "shop:hostCertificates": "/old",
      "shop:registry": "docker.io/library",
      "shop:registries": { "old.example": { user: "a", secrets: { PASSWORD: secure("old") } } },
      "shop:edge": {
        port: 80,
        bind: "0.0.0.0",
        serverNames: ["then.example"],
        maxBodyMiB: 5,
        maintenance: { allow: [] },
      },
      "shop:database": { memory: 512, protect: false, backups: { daily: 1 } },
      "shop:backend": {
        version: "1.0.0",
        settings: { A: "then" },
        secrets: { TOKEN: secure("leaked"), OLD: secure("only then") },
      },
    },
  };
  const today = {
    encryptionsalt: "v1:one",
    config: {
      "shop:host": "ssh://new",
      "shop:registry": "mirror.example/library",
      "shop:builds": { pip: "https://pypi.example" },
      "shop:deployments": { freeze: { reason: "Double Eleven" } },
      "shop:edge": {
        port: 8080,
        bind: "127.0.0.1",
        serverNames: ["today.example"],
        maxBodyMiB: 50,
        trustedProxies: ["10.0.0.0/8"],
        tls: { certificate: "new" },
        secrets: { TLS_KEY: secure("new key") },
      },
      "shop:database": { memory: 1024, protect: true, backups: { daily: 7 } },
      "shop:backend": {
        version: "2.0.0",
        settings: { A: "today", B: "new" },
        secrets: { TOKEN: secure("rotated"), NEW: secure("new") },
      },
      "shop:new": { version: "1" },
    },
  };

  it("has guards, host, registries, protection, the edge's certificate and address, and all secrets of today; the rest is of then", () => {
    const { file, lost } = forRollback(then, today, "shop");
    assert.deepEqual(lost, []);
    assert.deepEqual(file, {
      encryptionsalt: "v1:one",
      config: {
        "shop:host": "ssh://new",
        "shop:registry": "mirror.example/library",
        "shop:builds": { pip: "https://pypi.example" },
        "shop:deployments": { freeze: { reason: "Double Eleven" } },
        "shop:edge": {
          port: 8080,
          bind: "127.0.0.1",
          serverNames: ["then.example"],
          maxBodyMiB: 5,
          trustedProxies: ["10.0.0.0/8"],
          tls: { certificate: "new" },
          secrets: { TLS_KEY: secure("new key") },
        },
        "shop:database": { memory: 512, protect: true, backups: { daily: 7 } },
        "shop:backend": {
          version: "1.0.0",
          settings: { A: "then" },
          secrets: { TOKEN: secure("rotated"), OLD: secure("only then") },
        },
      },
    });
  });

  it("changes neither of the two files that it is made of", () => {
    const before = JSON.stringify([then, today]);
    forRollback(then, today, "shop");
    assert.equal(JSON.stringify([then, today]), before);
  });

  it("names the secrets that today's passphrase does not open", () => {
    const { file, lost } = forRollback(then, { ...today, encryptionsalt: "v1:two" }, "shop");
    assert.equal(file["encryptionsalt"], "v1:two");
    assert.deepEqual(lost, ["shop:backend.secrets.OLD"]);
  });

  it("has today's protection and edge also where the older file had no such group, when its program knows it", () => {
    const now = {
      config: {
        "shop:database": { memory: 1024, protect: true, backups: { daily: 7 } },
        "shop:edge": { tls: { certificate: "c" }, port: 8080, bind: "127.0.0.1", maxBodyMiB: 50 },
        "shop:logs": { protect: true },
        "shop:web": { version: "2" },
      },
    };
    const expected = {
      "shop:database": { protect: true, backups: { daily: 7 } },
      "shop:edge": { tls: { certificate: "c" }, port: 8080, bind: "127.0.0.1" },
    };
    assert.deepEqual(forRollback({}, now, "shop").file.config, expected);
    const known = new Set(["shop:logs", "shop:web"]);
    assert.deepEqual(forRollback({}, now, "shop", known).file.config, { "shop:logs": { protect: true } });
  });

  it("gives no element of a list the secret of another", () => {
    const users = (...names: string[]) => ({
      config: { "shop:users": names.map((name) => ({ name, password: secure(`of ${name}`) })) },
    });
    const { file } = forRollback(users("alice", "bob"), users("bob"), "shop");
    assert.deepEqual(file, users("alice", "bob"));
  });

  it("a freeze that is over today is not brought back, and a secret in a list is that of then", () => {
    const frozen = {
      config: { "shop:deployments": { freeze: {} }, "shop:list": [{ key: secure("a") }, "b"] },
    };
    const { file } = forRollback(frozen, { config: { "shop:list": [{ key: secure("z") }] } }, "shop");
    assert.deepEqual(file.config, { "shop:list": [{ key: secure("a") }, "b"] });
  });
});
