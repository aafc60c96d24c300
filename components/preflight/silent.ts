import type { Problem } from "../../messages/problem";
import { say } from "../../messages/say";
import { ownSocket, type Environment } from "../engine/api/address";
import { EngineFailed } from "../engine/engine";

/** An engine that does not answer, with what to do about it by what was said on the way to it. */
export function silent(environment: Environment, error: Error): Problem {
  const endpoint = environment["DOCKER_HOST"] || ownSocket;
  const said = (error instanceof EngineFailed ? error.said : error.message).trim();
  const { noAnswer, ways } = say().preflight;
  const fix = endpoint.startsWith("ssh:")
    ? overSsh(said)
    : endpoint.startsWith("tcp:")
      ? ways.tcp(environment["DOCKER_CERT_PATH"])
      : said.includes("EACCES")
        ? ways.denied
        : ways.unix;
  // ssh warns first, and says last why it gave up.
  return { what: noAnswer({ endpoint, said: said.split("\n").at(-1) ?? "" }), fix };
}

/** In the words of OpenSSH, which has one language. */
function overSsh(said: string): string {
  const { changedKey, unknownKey, noAccess, ssh } = say().preflight.ways;
  if (said.includes("REMOTE HOST IDENTIFICATION HAS CHANGED")) return changedKey;
  if (said.includes("Host key verification failed")) return unknownKey;
  return said.includes("Permission denied") ? noAccess : ssh;
}
