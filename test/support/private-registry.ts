import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasProgram } from "../../toolchain/host";
import { run } from "../../operations/kernel/run";
import { freePort } from "./project";

/** Debian's docker-registry on 127.0.0.1, which Docker trusts without TLS, for one user with a password. */
export class PrivateRegistry {
  readonly user = "deploy";
  readonly password = "kT7-vq2Mx-93hWz-Lp5r";
  readonly folder = mkdtempSync(join(tmpdir(), "pws-registry-"));
  private server?: ChildProcess;
  private readonly made = new Set<string>();

  private constructor(private readonly port: number) {}

  static async start(): Promise<PrivateRegistry> {
    if (!hasProgram("docker-registry"))
      await run("apt-get", ["install", "-qq", "--no-install-recommends", "docker-registry"]);
    const registry = new PrivateRegistry(await freePort());
    registry.configure();
    await registry.serve();
    const args = ["login", "--username", registry.user, "--password-stdin", registry.address];
    await registry.docker(args, registry.password);
    return registry;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Starts answering, also again after a pause. */
  async serve(): Promise<void> {
    this.server = spawn("docker-registry", ["serve", join(this.folder, "config.yml")], { stdio: "ignore" });
    for (let tries = 0; tries < 50; tries++) {
      const answers = await fetch(`http://${this.address}/v2/`).catch(() => undefined);
      if (answers?.status === 401) return;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error("docker-registry did not start");
  }

  /** Stops answering. */
  async pause(): Promise<void> {
    const server = this.server;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    await new Promise((done) => server.once("exit", done).kill("SIGTERM"));
  }

  /**
   * Makes a small image with one file, which says `text`, and pushes it; the host keeps nothing of it.
   *
   * @returns its digest
   */
  async push(name: string, text: string): Promise<string> {
    const image = `${this.address}/${name}`;
    const context = mkdtempSync(join(this.folder, "context-"));
    writeFileSync(join(context, "text"), text);
    writeFileSync(join(context, "Dockerfile"), "FROM scratch\nCOPY text /text\n");
    await run("docker", ["build", "--quiet", "--tag", image, context], { env: { DOCKER_BUILDKIT: "0" } });
    const { stdout } = await this.docker(["push", image]);
    await run("docker", ["image", "rm", "--force", image]);
    const digest = /digest: (sha256:[0-9a-f]{64})/.exec(stdout)?.[1] ?? "";
    this.made.add(`${image}@${digest}`);
    return digest;
  }

  async stop(): Promise<void> {
    await this.pause();
    for (const image of this.made) await run("docker", ["image", "rm", "--force", image], { reject: false });
    rmSync(this.folder, { recursive: true });
  }

  private docker(args: string[], input?: string) {
    return run("docker", ["--config", join(this.folder, "docker"), ...args], { input: input ?? "" });
  }

  private configure(): void {
    const at = (name: string) => join(this.folder, name);
    mkdirSync(at("docker"));
    // bcrypt of the password, the only kind that the registry takes.
    writeFileSync(
      at("htpasswd"),
      `${this.user}:$2b$04$O8my2OP8MOj8U4rPQ0hpkOcpXxhMLnGV3a9mr7bvEaNlpF5LOWhS.\n`,
    );
    writeFileSync(
      at("config.yml"),
      [
        "version: 0.1",
        `storage: { filesystem: { rootdirectory: ${at("data")} } }`,
        `http: { addr: ${this.address} }`,
        `auth: { htpasswd: { realm: test, path: ${at("htpasswd")} } }`,
        "",
      ].join("\n"),
    );
  }
}
