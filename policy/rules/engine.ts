import { say } from "../../messages/say";
import type { Command, Engine, ResourceRule } from "../rule";

export const engineReached: ResourceRule = {
  name: "engine-reached-safely",
  on: "engine",
  source: "D24",
  violations: (props) => {
    const { host = "", certPath, caMaterial, certMaterial, keyMaterial } = props as unknown as Engine;
    const tls = certPath || (caMaterial && certMaterial && keyMaterial);
    return isPlain(host) && !tls ? [say().policy.engineInPlain(host)] : [];
  },
};

export const commandEngine: ResourceRule = {
  name: "command-engine-reached-safely",
  on: "command",
  source: "D24",
  violations: (props) => {
    const { DOCKER_HOST = "", DOCKER_TLS_VERIFY } = (props as unknown as Command).environment ?? {};
    return isPlain(DOCKER_HOST) && !DOCKER_TLS_VERIFY ? [say().policy.talksInPlain(DOCKER_HOST)] : [];
  },
};

const isPlain = (host: string) => /^(tcp|http):/.test(host);
