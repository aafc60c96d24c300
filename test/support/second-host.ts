import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasProgram } from "../../toolchain/host";
import { run } from "../../toolchain/run";

/** Address of the other end of the cable; only inside the namespace that the test makes. */
const address = "10.213.77.2";

/**
 * Another host, as far as one machine allows: a network namespace with a Docker engine and an sshd of its own. Both share the
 * machine's files, so the engine has its own folders and socket, and the sshd sends its sessions to that socket.
 */
export class SecondHost {
  readonly folder = mkdtempSync(join(tmpdir(), "pws-host-"));
  readonly endpoint = `ssh://root@${address}`;
  /** Environment of the engine's own command line, to look at it without SSH. */
  readonly local = { DOCKER_HOST: `unix://${join(this.folder, "docker.sock")}` };
  private readonly namespace = `pws${process.pid}`;
  private readonly processes: ChildProcess[] = [];

  static async start(): Promise<SecondHost> {
    const host = new SecondHost();
    try {
      await host.setUp();
      return host;
    } catch (error) {
      await host.stop();
      throw error;
    }
  }

  /** Puts a `ssh` on PATH that uses the test's own known hosts and key, and nothing of the user's. */
  sshEnvironment(): Record<string, string> {
    return { PATH: `${join(this.folder, "bin")}:${process.env["PATH"] ?? ""}` };
  }

  /** What the client believes the host's key to be: its real one, none, or another. */
  trust(key: "its own" | "none" | "another"): void {
    const file = key === "another" ? "other_key.pub" : "host_key.pub";
    const line = `${address} ${readFileSync(join(this.folder, file), "utf8")}`;
    writeFileSync(join(this.folder, "known_hosts"), key === "none" ? "" : line);
  }

  async stop(): Promise<void> {
    for (const child of this.processes.reverse()) {
      child.kill("SIGTERM");
      await new Promise((done) =>
        child.exitCode === null && child.signalCode === null ? child.once("exit", done) : done(0),
      );
    }
    await run("ip", ["netns", "delete", this.namespace], { reject: false });
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async setUp(): Promise<void> {
    if (!hasProgram("sshd"))
      await run("apt-get", ["install", "-qq", "--no-install-recommends", "openssh-server", "openssh-client"]);
    await this.connect();
    this.startEngine();
    await this.startSshd();
    const answers = async () =>
      (await run("docker", ["version"], { env: this.local, reject: false })).exitCode === 0;
    for (let tries = 0; !(await answers()); tries++) {
      if (tries > 100) throw new Error(readFileSync(join(this.folder, "dockerd.log"), "utf8").slice(-2000));
      await new Promise((done) => setTimeout(done, 300));
    }
  }

  /** A cable between this machine and the namespace. */
  private async connect(): Promise<void> {
    const [outside, inside] = [`${this.namespace}a`, `${this.namespace}b`];
    const ip = (...args: string[]) => run("ip", args);
    await ip("netns", "add", this.namespace);
    await ip("link", "add", outside, "type", "veth", "peer", "name", inside, "netns", this.namespace);
    await ip("addr", "add", "10.213.77.1/24", "dev", outside);
    await ip("link", "set", outside, "up");
    await ip("-n", this.namespace, "addr", "add", `${address}/24`, "dev", inside);
    await ip("-n", this.namespace, "link", "set", inside, "up");
    await ip("-n", this.namespace, "link", "set", "lo", "up");
  }

  /** `ip netns exec` would hide the control groups, which dockerd needs. */
  private enter(command: string[], log: string): void {
    const shell = `exec nsenter --net=/var/run/netns/${this.namespace} ${command.join(" ")} >${join(this.folder, log)} 2>&1`;
    this.processes.push(spawn("sh", ["-c", shell], { stdio: "ignore" }));
  }

  private startEngine(): void {
    const at = (name: string) => join(this.folder, name);
    this.enter(
      [
        "dockerd",
        "--data-root",
        at("data"),
        "--exec-root",
        at("exec"),
        "-H",
        this.local.DOCKER_HOST,
        "--pidfile",
        at("pid"),
      ],
      "dockerd.log",
    );
  }

  private async startSshd(): Promise<void> {
    const at = (name: string) => join(this.folder, name);
    for (const name of ["host_key", "other_key", "user_key"])
      await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", at(name)]);
    writeFileSync(at("authorized_keys"), readFileSync(at("user_key.pub")));
    chmodSync(this.folder, 0o700);
    writeFileSync(
      at("sshd_config"),
      [
        `ListenAddress ${address}`,
        `HostKey ${at("host_key")}`,
        `AuthorizedKeysFile ${at("authorized_keys")}`,
        `PidFile ${at("sshd.pid")}`,
        "StrictModes no",
        "UsePAM no",
        "PasswordAuthentication no",
        "PermitRootLogin prohibit-password",
        `SetEnv DOCKER_HOST=${this.local.DOCKER_HOST}`,
        "",
      ].join("\n"),
    );
    mkdirSync("/run/sshd", { recursive: true });
    this.enter(["/usr/sbin/sshd", "-D", "-e", "-f", at("sshd_config")], "sshd.log");
    mkdirSync(at("bin"));
    const options = [
      "IdentityFile",
      at("user_key"),
      "UserKnownHostsFile",
      at("known_hosts"),
      "GlobalKnownHostsFile",
      "/dev/null",
    ];
    const config = ["Host *", "BatchMode yes", "StrictHostKeyChecking yes"];
    for (let i = 0; i < options.length; i += 2) config.push(`${options[i]} ${options[i + 1]}`);
    writeFileSync(at("ssh_config"), `${config.join("\n")}\n`);
    writeFileSync(at("bin/ssh"), `#!/bin/sh\nexec /usr/bin/ssh -F ${at("ssh_config")} "$@"\n`, {
      mode: 0o755,
    });
  }
}
