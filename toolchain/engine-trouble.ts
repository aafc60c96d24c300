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
  const said = on.stderr.trim() ? `\nIt says:\n${lastLines(on.stderr, 3)}` : "";
  if (on.trouble === "no-client" && (on.chosen || on.installed)) {
    const why = on.chosen ? `An engine is chosen (${on.chosen}), but the` : "The";
    return `${why} program docker is not on PATH. Install it: ${clientHow(on)}`;
  }
  if (on.chosen) {
    return (
      `The Docker engine of ${on.chosen} does not answer.${said}\n` +
      "Start it or fix the address; or unset it to use an engine on this machine. Nothing was installed or started."
    );
  }
  if (on.trouble === "denied") {
    return (
      `The Docker engine runs, but the user ${on.user} may not use it (permission denied on its socket).\n` +
      `Join its group: sudo usermod -aG docker ${on.user}\nThen log out and in again, or begin a shell with: newgrp docker`
    );
  }
  if (on.hung !== undefined) {
    return `dockerd runs (process ${on.hung}) but does not answer.${said}\nLook at its log; if it hangs, restart it: ${restartHow(on)}`;
  }
  if (on.installed || on.trouble === "down") {
    if (on.installed) return `The Docker engine is installed but does not run. Start it: ${startHow(on)}`;
    return `No Docker engine is installed or running.${said}\nInstall one: ${installHow(on)}. If it is installed, start it: ${startHow(on)}`;
  }
  if (on.trouble === "no-client") return `Docker is not installed. Install it: ${installHow(on)}.`;
  return `The Docker engine does not answer as expected.${said}\nCheck what this prints: docker version`;
}

const sudo = (on: Situation) => (on.root ? "" : "sudo ");

function startHow(on: Situation): string {
  if (on.platform === "darwin" || on.platform === "win32") return "open Docker Desktop (or colima start)";
  return on.systemd ? `${sudo(on)}systemctl start docker` : `${sudo(on)}dockerd (as root, in the background)`;
}

function restartHow(on: Situation): string {
  return on.systemd ? `${sudo(on)}systemctl restart docker` : `${sudo(on)}kill ${on.hung}, then start again`;
}

function installHow(on: Situation): string {
  if (on.platform === "darwin" || on.platform === "win32") return "https://docs.docker.com/desktop/";
  const link = "https://docs.docker.com/engine/install/";
  return on.debian ? `run this as root, which installs and starts it, or see ${link}` : link;
}

function clientHow(on: Situation): string {
  return on.debian
    ? `${sudo(on)}apt-get install docker-cli (before Debian 13, and on Ubuntu: docker.io)`
    : "https://docs.docker.com/engine/install/";
}
