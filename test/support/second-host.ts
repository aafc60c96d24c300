import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasProgram } from "../../toolchain/host";
import { run } from "../../operations/kernel/run";
import { Namespace, OwnEngine } from "./own-engine";

const namespace = new Namespace(`pws${process.pid}`, `10.213.${process.pid % 250}`);
const { address } = namespace;

/**
 * Another host, as far as one machine allows: a network namespace with a Docker engine and an sshd of its own. Both share the
 * machine's files, so the engine has its own folders and socket, and the sshd sends its sessions to that socket.
 */
export class SecondHost {
  readonly folder = mkdtempSync(join(tmpdir(), "pws-host-"));
  private readonly engine = new OwnEngine(this.folder);
  readonly endpoint = `ssh://root@${address}`;
  /** The same engine over TCP, where both sides prove who they are. */
  readonly tcpEndpoint = `tcp://${address}:2376`;
  /** Folder with ca.pem, cert.pem and key.pem that this engine takes. */
  readonly certificates = join(this.folder, "client");
  /** The same from an authority that this engine does not know. */
  readonly strangersCertificates = join(this.folder, "stranger");
  /** Environment of the engine's own command line, to look at it without SSH. */
  readonly local = this.engine.env;
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

  /** Ends the engine: by SIGTERM as a restart of its service does, and its containers end with it; or at once, and they run on. */
  async stopEngine(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const engine = this.processes.shift();
    engine?.kill(signal);
    if (engine) await new Promise((done) => engine.once("exit", done));
    if (signal === "SIGKILL") await this.engine.clearAwayKilled();
  }

  /** Starts the engine again, on what it left. */
  async restartEngine(): Promise<void> {
    this.startEngine();
    const started = this.processes.pop();
    if (started) this.processes.unshift(started);
    await this.engine.answers();
  }

  async stop(): Promise<void> {
    for (const child of this.processes.reverse()) {
      child.kill("SIGTERM");
      await new Promise((done) =>
        child.exitCode === null && child.signalCode === null ? child.once("exit", done) : done(0),
      );
    }
    await namespace.remove();
    await this.engine.clearAway();
  }

  private async setUp(): Promise<void> {
    if (!hasProgram("sshd"))
      await run("apt-get", ["install", "-qq", "--no-install-recommends", "openssh-server", "openssh-client"]);
    await namespace.create();
    await this.makeCertificates();
    this.startEngine();
    await this.startSshd();
    await this.engine.answers();
  }

  private enter(command: string[], log: string): void {
    const shell = `exec ${namespace.inside(...command).join(" ")} >${log} 2>&1`;
    this.processes.push(spawn("sh", ["-c", shell], { stdio: "ignore" }));
  }

  private async makeCertificates(): Promise<void> {
    for (const folder of [this.certificates, this.strangersCertificates]) {
      mkdirSync(folder);
      const at = (name: string) => join(folder, name);
      await openssl(
        "req",
        "-x509",
        ...fresh,
        "-subj",
        "/CN=authority",
        "-keyout",
        at("ca.key"),
        "-out",
        at("ca.pem"),
      );
      await sign(folder, "cert.pem", "key.pem", "extendedKeyUsage=clientAuth");
      await sign(folder, "server.pem", "server.key", `subjectAltName=IP:${address}`);
    }
  }

  private startEngine(): void {
    const tls = [
      "--tlsverify",
      `--tlscacert=${this.certificates}/ca.pem`,
      `--tlscert=${this.certificates}/server.pem`,
      `--tlskey=${this.certificates}/server.key`,
    ];
    this.enter(this.engine.daemon("-H", this.tcpEndpoint, ...tls), this.engine.log);
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
    this.enter(["/usr/sbin/sshd", "-D", "-e", "-f", at("sshd_config")], at("sshd.log"));
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

const fresh = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];

function openssl(...args: string[]): Promise<unknown> {
  return run("openssl", args);
}

/** A key, and a certificate for it by the authority of the folder. */
async function sign(folder: string, certificate: string, key: string, extension: string): Promise<void> {
  const at = (name: string) => join(folder, name);
  writeFileSync(at("extension"), extension);
  await openssl("req", ...fresh.slice(0, -2), "-subj", "/CN=test", "-keyout", at(key), "-out", at("request"));
  const authority = ["-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-CAcreateserial", "-days", "2"];
  await openssl(
    "x509",
    "-req",
    "-in",
    at("request"),
    ...authority,
    "-extfile",
    at("extension"),
    "-out",
    at(certificate),
  );
}
