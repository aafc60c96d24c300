import { say } from "../messages/say";
import { lastLines } from "./host";

/** Why no Docker engine answers. */
export type Trouble =
  /** No program `docker`. */
  | "no-client"
  /** An engine is there, and this user may not talk to it. */
  | "denied"
  /** Nothing listens where the engine should. */
  | "down"
  /** Something else: its own words are shown. */
  | "other";

/** Tells the causes apart from what `docker version` printed. */
export function troubleIn(stderr: string): Trouble {
  if (/permission denied/i.test(stderr)) return "denied";
  if (
    /cannot connect|is the docker daemon running|connection refused|no such file|failed to connect/i.test(
      stderr,
    )
  ) {
    return "down";
  }
  return "other";
}

/** What the advice depends on. */
export interface Situation {
  trouble: Trouble;
  /** What docker printed. */
  stderr: string;
  /** `DOCKER_HOST=…` or `context …`, when the user chose an engine; it is then theirs to fix. */
  chosen?: string;
  /** dockerd is installed. */
  installed: boolean;
  /** Process id of a dockerd that runs without answering. */
  hung?: number;
  systemd: boolean;
  debian: boolean;
  root: boolean;
  /** As `process.platform`. */
  platform: NodeJS.Platform;
  user: string;
}

/** What is wrong and what to do, for a machine whose engine we must not or cannot start. */
export function advice(on: Situation): string {
  const text = say().toolchain.engine;
  const { chosen } = on;
  const said = on.stderr.trim() ? `\n${text.says(lastLines(on.stderr, 3))}` : "";
  if (on.trouble === "no-client" && (chosen || on.installed)) {
    const how = clientHow(on);
    return chosen ? text.noClientOf({ chosen, how }) : text.noClient(how);
  }
  if (chosen) return text.chosenDown({ chosen, said });
  if (on.trouble === "denied") return text.denied(on.user);
  if (on.hung !== undefined) return text.hung({ pid: on.hung, said, how: restartHow(on) });
  if (on.installed) return text.stopped(startHow(on));
  if (on.trouble === "down") return text.noEngine({ said, install: installHow(on), start: startHow(on) });
  if (on.trouble === "no-client") return text.notInstalled(installHow(on));
  return text.unexpected(said);
}

const sudo = (on: Situation) => (on.root ? "" : "sudo ");

function startHow(on: Situation): string {
  const text = say().toolchain.engine;
  if (on.platform === "darwin" || on.platform === "win32") return text.openDesktop;
  return on.systemd ? `${sudo(on)}systemctl start docker` : text.inBackground(`${sudo(on)}dockerd`);
}

function restartHow(on: Situation): string {
  return on.systemd
    ? `${sudo(on)}systemctl restart docker`
    : say().toolchain.engine.thenStart(`${sudo(on)}kill ${on.hung}`);
}

function installHow(on: Situation): string {
  if (on.platform === "darwin" || on.platform === "win32") return "https://docs.docker.com/desktop/";
  const link = "https://docs.docker.com/engine/install/";
  return on.debian ? say().toolchain.engine.runAsRoot(link) : link;
}

function clientHow(on: Situation): string {
  return on.debian
    ? say().toolchain.engine.clientPackage(`${sudo(on)}apt-get install docker-cli`)
    : "https://docs.docker.com/engine/install/";
}
