import type { Command, Engine, ResourceRule } from "../rule";

const what = "A remote engine is reached over SSH or with mutual TLS: anyone who can reach it is root there";

export const engineReached: ResourceRule = {
  name: "engine-reached-safely",
  on: "engine",
  source: "D24",
  what,
  remedy: "ssh://user@host, or tcp:// with caMaterial, certMaterial and keyMaterial",
  violations: (props) => {
    const { host = "", certPath, caMaterial, certMaterial, keyMaterial } = props as unknown as Engine;
    const tls = certPath || (caMaterial && certMaterial && keyMaterial);
    return isPlain(host) && !tls ? [`is ${host}, which anyone on its network can use`] : [];
  },
};

export const commandEngine: ResourceRule = {
  name: "command-engine-reached-safely",
  on: "command",
  source: "D24",
  what: `${what}. Commands go there too`,
  remedy: "environment: host.environment, which reaches the same engine",
  violations: (props) => {
    const { DOCKER_HOST = "", DOCKER_TLS_VERIFY } = (props as unknown as Command).environment ?? {};
    return isPlain(DOCKER_HOST) && !DOCKER_TLS_VERIFY ? [`talks to ${DOCKER_HOST} without encryption`] : [];
  },
};

const isPlain = (host: string) => /^(tcp|http):/.test(host);
