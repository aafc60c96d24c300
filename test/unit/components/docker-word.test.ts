import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dockerWord, engineSettings } from "../../../components/engine/docker-word";

describe("a docker command for a person", () => {
  const ssh = { DOCKER_HOST: "ssh://deploy@10.0.0.5" };

  it("is plain where the shell's engine is that of the stack", () => {
    assert.equal(dockerWord({ DOCKER_HOST: "unix:///var/run/docker.sock" }, {}), "docker");
    assert.equal(dockerWord({}, {}), "docker");
    assert.equal(dockerWord(ssh, ssh), "docker");
  });

  it("names the engine where it is another: the same names may be there", () => {
    assert.equal(dockerWord(ssh, {}), "DOCKER_HOST=ssh://deploy@10.0.0.5 docker");
    assert.equal(
      dockerWord({ DOCKER_HOST: "unix:///var/run/docker.sock" }, ssh),
      "DOCKER_HOST=unix:///var/run/docker.sock docker",
    );
    const tls = { DOCKER_HOST: "tcp://a:2376", DOCKER_CERT_PATH: "/etc/o'ur certs", DOCKER_TLS_VERIFY: "1" };
    assert.equal(
      dockerWord(tls, {}),
      `DOCKER_HOST=tcp://a:2376 DOCKER_CERT_PATH='/etc/o'\\''ur certs' DOCKER_TLS_VERIFY=1 docker`,
    );
  });

  it("names it too where the shell lacks what the engine needs besides its address", () => {
    const tls = { DOCKER_HOST: "tcp://a:2376", DOCKER_CERT_PATH: "/certs", DOCKER_TLS_VERIFY: "1" };
    assert.match(dockerWord(tls, { DOCKER_HOST: "tcp://a:2376" }), /DOCKER_CERT_PATH=/);
    assert.equal(dockerWord(tls, { ...tls, PATH: "/bin" }), "docker");
    assert.equal(
      engineSettings(tls, {}),
      "DOCKER_HOST=tcp://a:2376 DOCKER_CERT_PATH=/certs DOCKER_TLS_VERIFY=1",
    );
  });

  it("names it where the shell's docker talks to another context", () => {
    const usual = { DOCKER_HOST: "unix:///var/run/docker.sock" };
    const named = "DOCKER_HOST=unix:///var/run/docker.sock docker";
    assert.equal(dockerWord(usual, { DOCKER_CONTEXT: "far" }), named);
    assert.equal(dockerWord(usual, { DOCKER_CONTEXT: "default" }), "docker");
    assert.equal(dockerWord(usual, { DOCKER_CONTEXT: "far", ...usual }), "docker");
    const folder = mkdtempSync(join(tmpdir(), "docker-word-"));
    try {
      writeFileSync(join(folder, "config.json"), JSON.stringify({ currentContext: "far" }));
      assert.equal(dockerWord(usual, { DOCKER_CONFIG: folder }), named);
      writeFileSync(join(folder, "config.json"), "{}");
      assert.equal(dockerWord(usual, { DOCKER_CONFIG: folder }), "docker");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
