import type { ChildProcessWithoutNullStreams } from "node:child_process";
import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { saidOf } from "../said";
import { start } from "../process";
import { shellWord } from "../shell-word";

/**
 * Arguments of `ssh` that reach the host of an address and run a command there. The user's own configuration, keys and known hosts count.
 *
 * @param command one text, which a shell reads there
 */
export function sshArguments({ username, hostname, port }: URL, command: string): string[] {
  const address = hostname.replace(/^\[(.*)\]$/, "$1");
  const user = username === "" ? [] : ["-l", decodeURIComponent(username)];
  return [
    "-T",
    "-o",
    "ConnectTimeout=30",
    "-o",
    "ServerAliveInterval=15",
    ...user,
    ...(port === "" ? [] : ["-p", port]),
    "--",
    address,
    command,
  ];
}

/** A connection to the engine of an ssh:// address: the streams of an `ssh` that the `docker` command there joins to its socket. */
export class SshConnection extends Duplex {
  private readonly ssh: ChildProcessWithoutNullStreams;
  private said = "";
  private isOver = false;

  constructor(url: URL) {
    // At its end it is closed, so that no one who keeps connections takes it for one that still works.
    super({ allowHalfOpen: false });
    this.once("end", () => this.destroy());
    const path = /^\/?$/.test(url.pathname) ? "" : ` --host unix://${shellWord(url.pathname)}`;
    // Ctrl-C may be answered by finishing what runs, for which the connection is needed. It ends with its input, and so with this process.
    this.ssh = start("ssh", sshArguments(url, `docker${path} system dial-stdio`), { apart: true });
    const { stdout, stderr } = this.ssh;
    stderr.setEncoding("utf8").on("data", (text: string) => (this.said += text));
    stdout.on("data", (chunk: Buffer) => this.push(chunk) || stdout.pause());
    this.ssh.on("error", (error) => this.destroy(error));
    // Its streams are at their end then, and what it said is known.
    this.ssh.on("close", (code, signal) => {
      this.isOver = true;
      if (code === 0 || this.destroyed) this.push(null);
      else this.destroy(new Error(saidOf(this.said, code, signal)));
    });
  }

  override _read(): void {
    this.ssh.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.isOver) return done(new Error(saidOf(this.said, 0)));
    // It may have ended before: what it said is the reason, and comes with its end.
    this.ssh.stdin.write(chunk, () => done());
  }

  override _final(done: () => void): void {
    this.ssh.stdin.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.ssh.kill();
    done(error);
  }

  /** What an http.Agent asks of a socket that it keeps: a process that only keeps one may end. */
  ref(): this {
    this.each("ref");
    return this;
  }

  unref(): this {
    this.each("unref");
    return this;
  }

  setKeepAlive = () => this;
  setNoDelay = () => this;
  setTimeout = () => this;

  private each(act: "ref" | "unref"): void {
    this.ssh[act]();
    // A child's pipes are sockets.
    for (const stream of [this.ssh.stdin, this.ssh.stdout, this.ssh.stderr])
      (stream as unknown as Socket)[act]();
  }
}
