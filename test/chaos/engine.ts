import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, openSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../operations/kernel/run";
import { Namespace, OwnEngine } from "../support/own-engine";

/** Size of its disk. */
const disk = "6G";

/**
 * A Docker engine of the campaign's own, which may be killed: in a network namespace, with its data on a disk of its own, which may be
 * full. Nothing else on the machine is touched.
 */
export class ChaosEngine {
  readonly folder = mkdtempSync(join(tmpdir(), "chaos-engine-"));
  private readonly engine = new OwnEngine(this.folder);
  /** Environment in which `docker` talks to it. */
  readonly env = this.engine.env;
  // One of 250 networks, so that several campaigns run side by side.
  private readonly namespace = new Namespace(`chaos${process.pid}`, `10.214.${process.pid % 250}`);
  /** Address at which its published ports answer; only on this machine. */
  readonly address = this.namespace.address;
  private daemon: ChildProcess | undefined;

  /** @param images that it has from the beginning, by their names on this machine's engine */
  static async start(images: string[]): Promise<ChaosEngine> {
    const engine = new ChaosEngine();
    try {
      await engine.namespace.create();
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

  /**
   * Ends it and starts it again, on what it left.
   *
   * @param signal SIGTERM: as a restart of its service does; SIGKILL: as a power cut, but for what the kernel had still to write
   */
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

  /** What its log says went wrong, the last lines. */
  errors() {
    return run(
      "sh",
      ["-c", 'grep -E "level=(error|warning|fatal)" "$1" | tail -n 40', "sh", this.engine.log],
      {
        reject: false,
      },
    );
  }

  async remove(): Promise<void> {
    await this.docker("ps", "--quiet").then(({ stdout }) => {
      const ids = stdout.split("\n").filter((id) => id !== "");
      return ids.length > 0 ? this.docker("kill", ...ids) : undefined;
    });
    await this.end("SIGTERM");
    await this.namespace.remove();
    await this.engine.clearAway();
  }

  private async end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const { daemon } = this;
    this.daemon = undefined;
    if (!daemon || daemon.exitCode !== null || daemon.signalCode !== null) return;
    const gone = new Promise((done) => daemon.once("exit", done));
    daemon.kill(signal);
    await gone;
    if (signal === "SIGKILL") await this.engine.clearAwayKilled();
  }

  private async mount(): Promise<void> {
    const image = join(this.folder, "disk.img");
    await run("truncate", ["--size", disk, image]);
    await run("mkfs.ext4", ["-q", image]);
    await run("mkdir", [join(this.folder, "data")]);
    await run("mount", ["-o", "loop", image, join(this.folder, "data")]);
  }

  private async startDaemon(): Promise<void> {
    const log = openSync(this.engine.log, "a");
    const [program = "", ...args] = this.namespace.inside(...this.engine.daemon());
    const start = () => spawn(program, args, { stdio: ["ignore", log, log] });
    this.daemon = start();
    // On a busy machine its containerd may not come in time: as a host's init does.
    await this.engine.answers(() => {
      if (this.daemon?.exitCode !== null) this.daemon = start();
    });
  }

  private async load(images: string[]): Promise<void> {
    const file = join(this.folder, "images.tar");
    await run("docker", ["save", "--output", file, ...images]);
    await run("docker", ["load", "--quiet", "--input", file], { env: this.env });
    rmSync(file);
  }
}
