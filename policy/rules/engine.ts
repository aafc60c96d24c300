import type { Command, Engine, ResourceRule } from "../rule";

const what =
  "A remote engine is reached over SSH or with TLS on both sides: whoever reaches it is root there";

export const engineReached: ResourceRule = {
  name: "engine-reached-safely",
  on: "engine",
  source: "D24",
  what,
  remedy: "ssh://user@host, or tcp:// with caMaterial, certMaterial and keyMaterial",
  violations: (props) => {
    const { host = "", certPath, caMaterial, certMaterial, keyMaterial } = props as unknown as Engine;
    const tls = certPath || (caMaterial && certMaterial && keyMaterial);
    return isPlain(host) && !tls ? [`is ${host}, which anybody on its network may use`] : [];
  },
};

export const commandEngine: ResourceRule = {
  name: "command-engine-reached-safely",
  on: "command",
  source: "D24",
  what: `${what}. Commands go there too`,
  remedy: "environment: host.environment, which is the same engine's",
  violations: (props) => {
    const { DOCKER_HOST = "", DOCKER_TLS_VERIFY } = (props as unknown as Command).environment ?? {};
    return isPlain(DOCKER_HOST) && !DOCKER_TLS_VERIFY ? [`talks to ${DOCKER_HOST} in plain`] : [];
  },
};

const isPlain = (host: string) => /^(tcp|http):/.test(host);
