import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run } from "../../operations/kernel/run";
import { electricValues, preprodOverrides, writeEnvFile } from "./electric-env";
import { root } from "./program";
import { freePort, TestProject } from "./project";
import { served, underLoad } from "./under-load";

/** An answer of the site. */
export interface Answer {
  status: number;
  text: string;
  /** The body, when it is JSON. */
  json: Record<string, unknown>;
  headers: Headers;
}

/** electric-miniprogram in preprod's way: with an env file, its three overrides, and a folder of certificates. */
export class ElectricSystem {
  readonly envFile = writeEnvFile();
  private readonly certificates = mkdtempSync(join(tmpdir(), "wechat-"));
  /** Paths that are asked under load. */
  pages = ["/api/stations/", "/", "/merchant/admin"];
  project!: TestProject;
  url = "";

  static async create(): Promise<ElectricSystem> {
    const system = new ElectricSystem();
    const { certificates: wechatCertificates, envFile: path } = system;
    writeFileSync(join(wechatCertificates, "apiclient_cert.pem"), "a certificate\n");
    chmodSync(wechatCertificates, 0o755);
    const port = await freePort();
    system.url = `http://127.0.0.1:${port}`;
    const settings = {
      registry: "local",
      environment: { file: { path, overrides: preprodOverrides } },
      edge: { port, bind: "127.0.0.1" },
      database: { protect: false },
      backend: { version: "1.0.0", memory: 384, wechatCertificates },
      merchant: { version: "1.0.0" },
    };
    system.project = await TestProject.create(settings, { example: "electric-miniprogram" });
    // Operators have a checkout: a release keeps the source of all of it, for a rollback.
    await system.project.track();
    return system;
  }

  async remove(): Promise<void> {
    await this.project.remove();
    for (const folder of [this.certificates, dirname(this.envFile)]) rmSync(folder, { recursive: true });
  }

  /** The name of a container or volume of the stack. */
  name(what: string): string {
    return `electric-miniprogram-${this.project.stack}-${what}`;
  }

  async docker(...args: string[]): Promise<string> {
    return (await run("docker", args)).stdout;
  }

  backend(): Promise<string> {
    return this.docker("ps", "--quiet", "--filter", `name=^${this.name("backend")}-[0-9a-f]{7}$`);
  }

  sql(query: string): Promise<string> {
    const psql = ["psql", "-XAtU", "postgres", "-d", "electric_miniprogram", "-c", query];
    return this.docker("exec", this.name("db"), ...psql);
  }

  /** Changes a group of the stack file. */
  set(group: string, changes: object): void {
    const { settings } = this.project;
    settings[group] = { ...(settings[group] as object), ...changes };
  }

  async release(): Promise<{ exitCode: number | undefined; output: string }> {
    this.project.writeStackFile();
    const { stdout, stderr, exitCode } = await this.project.up();
    const output = stdout + stderr;
    assert.doesNotMatch(output, /^\s+at .*:\d+:\d+/m, output);
    return { exitCode, output };
  }

  async succeeds(): Promise<string> {
    const { exitCode, output } = await this.release();
    assert.equal(exitCode, 0, output);
    return output;
  }

  async fails(...messages: RegExp[]): Promise<void> {
    const { exitCode, output } = await this.release();
    assert.notEqual(exitCode, 0, output);
    for (const message of messages) assert.match(output, message);
  }

  /** One of the npm commands, as npm runs it in the folder of the project. */
  async npm(args: string[], input = ""): Promise<{ exitCode: number | undefined; output: string }> {
    const { stdout, stderr, exitCode } = await run(
      process.execPath,
      ["--import", "tsx", join(root, "toolchain", "main.ts"), ...args, "--stack", this.project.stack],
      { cwd: root, env: { ...this.project.env, INIT_CWD: this.project.folder }, input, reject: false },
    );
    return { output: stdout + stderr, exitCode };
  }

  async ask(path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await fetch(this.url + path, {
      redirect: "manual",
      headers: { ...headers, ...(body && { "Content-Type": "application/json" }) },
      ...(body && { method: "POST", body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = (answer.headers.get("content-type") ?? "").includes("json");
    const json = (isJson ? JSON.parse(text) : {}) as Record<string, unknown>;
    return { status: answer.status, text, json, headers: answer.headers };
  }

  /** A callback of the charging platform, signed. */
  callback(body: object, secret = electricValues["YLH_CALLBACK_SECRET"] ?? ""): Promise<Answer> {
    return this.ask("/api/ylh/callback/", body, {
      "X-App-Key": electricValues["YLH_CALLBACK_APP_KEY"] ?? "",
      "X-Signature": createHmac("sha256", secret).update(JSON.stringify(body)).digest("hex"),
    });
  }

  /** Kept-alive clients ask all the while; none of them may get anything but a good answer. */
  async underLoad<T>(work: () => Promise<T>): Promise<T> {
    const { result, load } = await underLoad(
      this.pages.map((path) => this.url + path),
      work,
    );
    served(load);
    return result;
  }

  /** A new migration of Django's, as its last step in Python. */
  addMigration(file: string, operation: string, after: string): void {
    const text = `from django.db import migrations, models\n
class Migration(migrations.Migration):
    dependencies = [("charging", "${after}")]
    operations = [${operation}]\n`;
    this.project.edit(`apps/backend/charging/migrations/${file}.py`, () => text);
  }
}
