import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ifAnswered } from "../../engine/engine";
import type { Needed, NginxContainer, Step } from "./nginx-container";

const holdPorts = () => readFileSync(join(__dirname, "..", "hold-ports.pl"), "utf8");

/** Tries of a tenth of a second. */
const [briefly, long] = ["5", "150"];

/**
 * Gets the published ports for a new Nginx. A container holds them for every Nginx. One that an earlier version made runs Nginx itself, and so does
 * it again after a restart: it is asked to share its ports, by a second listener beside its own, and keeps what connections it has. No port is
 * closed: when the new Nginx goes away, that of the holder serves again.
 */
export async function takeOver(nginx: NginxContainer, holder: string, engine: Needed): Promise<Step> {
  const held = (tries: string) => nginx.shell(["held.sh"], { args: [tries] });
  const first = await held(briefly);
  if (first.code === 0) return first;
  const { said } = await nginx.run(["sh", "-c", "tr '\\0' ' ' </proc/1/cmdline"], {}, holder);
  if (said.startsWith("nginx: master")) {
    const shared = await share(nginx, holder, engine);
    if (shared.code !== 0) return shared;
  }
  return held(long);
}

async function share(nginx: NginxContainer, holder: string, engine: Needed): Promise<Step> {
  const folder = "/etc/nginx/live/ports";
  const open = ["sh", "-c", 'mkdir -p "$1" && chmod 1777 "$1"', "sh", folder];
  const opened = await nginx.run(open, { user: "0" }, holder);
  if (opened.code !== 0) return opened;
  const shared = await nginx.shell(["workers.sh", "share.sh"], {}, holder);
  if (shared.code !== 0) return shared;
  const hold = ["perl", "-e", holdPorts(), `${folder}/door`, "1", "8080", "8443"];
  const started = engine.startExec(holder, hold).then(() => shared);
  return ifAnswered(started, ({ message }) => ({ code: null, said: message }));
}
