import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../toolchain/run";

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
}
