import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../toolchain/run";

/** Size of its disk. */
const disk = "6G";

/**
 * A Docker engine of the campaign's own, which may be killed: in a network namespace, with its data on a disk of its own, which may be full. Nothing else on
 * the machine is touched.
 */
export class ChaosEngine {
  readonly folder = mkdtempSync(join(tmpdir(), "chaos-engine-"));
  /** Environment in which `docker` talks to it. */
  readonly env = { DOCKER_HOST: `unix://${join(this.folder, "docker.sock")}` };
  /** Address at which its published ports answer; only on this machine. */
  readonly address: string;
  private readonly namespace = `chaos${process.pid}`;
  private readonly network: string;
  private daemon: ChildProcess | undefined;

  private constructor() {
    // One of 250, so that several campaigns run side by side.
    this.network = `10.214.${process.pid % 250}`;
    this.address = `${this.network}.2`;
  }

  /** @param images that it has from the beginning, by their names on this machine's engine */
  static async start(images: string[]): Promise<ChaosEngine> {
    const engine = new ChaosEngine();
    try {
      await engine.connect();
      await engine.mount();
      await engine.startDaemon();
      await engine.load(images);
      return engine;
    } catch (error) {
      await engine.remove();
      throw error;
    }
  }

  /** The `docker` command on it. A failure is a result. */
  docker(...args: string[]) {
    return run("docker", args, { env: this.env, reject: false, timeout: 60_000 });
  }

  /** Ends it and starts it again, on what it left. @param signal SIGTERM: as a restart of its service does; SIGKILL: as a power cut, but for the kernel's */
  async restart(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    await this.end(signal);
    await this.startDaemon();
  }

  /** Leaves next to nothing free on its disk. @returns what makes room again */
  async fill(): Promise<() => void> {
    const file = join(this.folder, "data", "full");
    const { bavail, bsize } = statfsSync(join(this.folder, "data"));
    await run("fallocate", ["--length", String(Math.max(1, bavail * bsize - 65_536)), file]);
    return () => rmSync(file, { force: true });
  }

  async remove(): Promise<void> {
    await this.docker("ps", "--quiet").then(({ stdout }) => {
      const ids = stdout.split("\n").filter((id) => id !== "");
      return ids.length > 0 ? this.docker("kill", ...ids) : undefined;
    });
    await this.end("SIGTERM");
    this.killContainers();
    // Its disk, and the networks of containers, which an engine that was killed leaves mounted.
    for (const mounted of this.mounts()) await run("umount", ["--lazy", mounted], { reject: false });
    await run("ip", ["netns", "delete", this.namespace], { reject: false });
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Ends what an engine that was killed, and could not be started again, left running. */
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

  private async end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const { daemon } = this;
    this.daemon = undefined;
    if (!daemon || daemon.exitCode !== null || daemon.signalCode !== null) return;
    const gone = new Promise((done) => daemon.once("exit", done));
    daemon.kill(signal);
    await gone;
    // One that was killed leaves its containerd, which the next one takes for another's.
    if (signal === "SIGKILL") {
      const pid = readFileSync(join(this.folder, "exec", "containerd", "containerd.pid"), "utf8");
      await run("kill", ["-9", pid.trim()], { reject: false });
      rmSync(join(this.folder, "pid"), { force: true });
    }
  }

  /** A cable between this machine and the namespace. */
  private async connect(): Promise<void> {
    const [outside, inside] = [`${this.namespace}a`, `${this.namespace}b`];
    const ip = (...args: string[]) => run("ip", args);
    await ip("netns", "add", this.namespace);
    await ip("link", "add", outside, "type", "veth", "peer", "name", inside, "netns", this.namespace);
    await ip("addr", "add", `${this.network}.1/24`, "dev", outside);
    await ip("link", "set", outside, "up");
    await ip("-n", this.namespace, "addr", "add", `${this.address}/24`, "dev", inside);
    await ip("-n", this.namespace, "link", "set", inside, "up");
    await ip("-n", this.namespace, "link", "set", "lo", "up");
  }

  private async mount(): Promise<void> {
    const image = join(this.folder, "disk.img");
    await run("truncate", ["--size", disk, image]);
    await run("mkfs.ext4", ["-q", image]);
    await run("mkdir", [join(this.folder, "data")]);
    await run("mount", ["-o", "loop", image, join(this.folder, "data")]);
  }

  private async startDaemon(): Promise<void> {
    const at = (name: string) => join(this.folder, name);
    const log = openSync(at("dockerd.log"), "a");
    // `ip netns exec` would hide the control groups, which dockerd needs.
    const args = [`--net=/var/run/netns/${this.namespace}`, "dockerd", "-H", this.env.DOCKER_HOST];
    args.push("--data-root", at("data"), "--exec-root", at("exec"), "--pidfile", at("pid"));
    const start = () => spawn("nsenter", args, { stdio: ["ignore", log, log] });
    this.daemon = start();
    for (let tries = 0; (await this.docker("version")).exitCode !== 0; tries++) {
      if (tries > 300) throw new Error(readFileSync(at("dockerd.log"), "utf8").slice(-2000));
      await new Promise((done) => setTimeout(done, 300));
      // On a busy machine its containerd may not come in time; as a host's init does:
      if (this.daemon.exitCode !== null) this.daemon = start();
    }
  }

  private async load(images: string[]): Promise<void> {
    const file = join(this.folder, "images.tar");
    await run("docker", ["save", "--output", file, ...images]);
    await run("docker", ["load", "--quiet", "--input", file], { env: this.env });
    rmSync(file);
  }
}
