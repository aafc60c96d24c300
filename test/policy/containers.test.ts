import assert from "node:assert/strict";
import type { Container } from "../../policy/rule";
import { bad, mounted } from "./bad-containers";
import { good, resource, violated } from "./graph";

describe("policy: containers", () => {
  const judged = (role: string, change: Partial<Container>) =>
    violated([resource("container", "backend", { ...good(role), ...change })]);

  it("a good service violates nothing", () => assert.deepEqual(judged("service", {}), []));

  for (const [rule, why, change] of bad)
    it(`${rule}: ${why}`, () => assert.deepEqual(judged("service", change), [rule]));

  const allowed: [role: string, what: string, change: Partial<Container>][] = [
    ["service", "a certificate of the host, read-only", { volumes: [mounted("/etc/letsencrypt/live/shop")] }],
    ["service", "a volume", { volumes: [{ volumeName: "data", containerPath: "/data" }] }],
    ["service", "the name of a secret's file", { envs: ["DB_PASSWORD_FILE=/run/secrets/db"] }],
    ["service", "a word that only looks like a secret", { envs: ["TOKENIZER=bert", "KEYBOARD=de"] }],
    ["service", "a port of this machine", { ports: [{ internal: 80, external: 8000, ip: "127.0.0.1" }] }],
    ["edge", "a public port", { ports: [{ internal: 80, external: 80, ip: "0.0.0.0" }] }],
    ["job", "an end", { restart: "no", healthcheck: undefined }],
  ];
  for (const [role, what, change] of allowed)
    it(`a ${role} may have ${what}`, () => assert.deepEqual(judged(role, change), []));

  it("an exception of one role is not another's", () => {
    assert.deepEqual(judged("edge", { restart: "no" }), ["restart"]);
    assert.deepEqual(
      judged("job", { restart: "no", capabilities: { drops: ["ALL"], adds: ["CAP_CHOWN"] } }),
      ["capabilities"],
    );
  });
});
