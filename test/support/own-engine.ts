import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../operations/kernel/run";

/** A network namespace with a cable to this machine, in which a Docker engine of a test's own runs beside that of the machine. */
export class Namespace {
  /** Address of its end of the cable; only on this machine. */
  readonly address: string;

  /**
   * @param name of at most 14 characters, which no other one has
   * @param network the first three numbers of the cable's addresses, which no other one has
   */
  constructor(
    private readonly name: string,
    private readonly network: string,
  ) {
    this.address = `${network}.2`;
  }

  async create(): Promise<void> {
    const [outside, inside] = [`${this.name}a`, `${this.name}b`];
    const ip = (...args: string[]) => run("ip", args);
    await ip("netns", "add", this.name);
    await ip("link", "add", outside, "type", "veth", "peer", "name", inside, "netns", this.name);
    await ip("addr", "add", `${this.network}.1/24`, "dev", outside);
    await ip("link", "set", outside, "up");
    await ip("-n", this.name, "addr", "add", `${this.address}/24`, "dev", inside);
    await ip("-n", this.name, "link", "set", inside, "up");
    await ip("-n", this.name, "link", "set", "lo", "up");
  }

  async remove(): Promise<void> {
    await run("ip", ["netns", "delete", this.name], { reject: false });
  }

  /** The words that run a program in it. `ip netns exec` would hide the control groups, which dockerd needs. */
  inside(...command: string[]): string[] {
    return ["nsenter", `--net=/var/run/netns/${this.name}`, ...command];
  }
}

/** A Docker engine of a test's own: all that it writes is in one folder. */
export class OwnEngine {
  /** Environment in which `docker` talks to it. */
  readonly env: { DOCKER_HOST: string };
  readonly log: string;

  constructor(private readonly folder: string) {
    this.env = { DOCKER_HOST: `unix://${join(folder, "docker.sock")}` };
    this.log = join(folder, "dockerd.log");
  }

  /** The words that start it. */
  daemon(...more: string[]): string[] {
    const at = (name: string) => join(this.folder, name);
    const folders = ["--data-root", at("data"), "--exec-root", at("exec"), "--pidfile", at("pid")];
    return ["dockerd", "-H", this.env.DOCKER_HOST, ...folders, ...more];
  }

  /**
   * Waits until it answers.
   *
   * @param meanwhile what is done before each time that it is asked again
   * @throws Error with the end of its log when it does not answer within 90 s
   */
  async answers(meanwhile: () => void = () => undefined): Promise<void> {
    const asked = () => run("docker", ["version"], { env: this.env, reject: false, timeout: 60_000 });
    for (let tries = 0; (await asked()).exitCode !== 0; tries++) {
      if (tries > 300) throw new Error(readFileSync(this.log, "utf8").slice(-2000));
      await new Promise((done) => setTimeout(done, 300));
      meanwhile();
    }
  }

  /** Ends what one that was killed leaves: its containerd, which the next one would take for another's. */
  async clearAwayKilled(): Promise<void> {
    const file = join(this.folder, "exec", "containerd", "containerd.pid");
    await run("kill", ["-9", readFileSync(file, "utf8").trim()], { reject: false });
    // A process that was not yet collected would be taken for one that runs.
    for (const each of [file, join(this.folder, "pid")]) rmSync(each, { force: true });
  }

  /** Removes its folder, and before that what one that was killed left mounted in it or running. */
  async clearAway(): Promise<void> {
    this.killContainers();
    for (const mounted of this.mounts()) await run("umount", ["--lazy", mounted], { reject: false });
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Ends what one that was killed, and could not be started again, left running. */
  private killContainers(): void {
    const read = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : "");
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      const words = read(`/proc/${pid}/cmdline`).split("\0");
      if (!words.includes(join(this.folder, "exec", "containerd", "containerd.sock"))) continue;
      const children = read(`/proc/${pid}/task/${pid}/children`).trim().split(" ");
      for (const ended of [...children, pid]) if (ended !== "") process.kill(Number(ended), "SIGKILL");
    }
  }

  /** What is mounted below its folder, the innermost first. */
  private mounts(): string[] {
    const places = readFileSync("/proc/mounts", "utf8")
      .split("\n")
      .map((line) => line.split(" ")[1] ?? "");
    return places.filter((place) => place.startsWith(`${this.folder}/`)).reverse();
  }
}
