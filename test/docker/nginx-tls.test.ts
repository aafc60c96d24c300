import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect, type ConnectionOptions } from "node:tls";
import { run } from "../../operations/kernel/run";
import { makeCertificate } from "../support/certificates";
import { liveCertificate } from "../../operations/doctor/certificates";
import { ask, NginxProject, seen } from "../support/nginx-project";
import { freePort } from "../support/project";

/** TLS by real handshakes on a real engine: self-signed first, then a certificate of the operator's. */
describe("docker: Nginx, TLS", function () {
  this.timeout(300_000);
  let nginx: NginxProject;
  let http: string;
  let https: string;
  let port: number;

  before(async () => {
    const httpPort = await freePort();
    port = await freePort();
    http = `http://127.0.0.1:${httpPort}`;
    https = `https://127.0.0.1:${port}`;
    nginx = await NginxProject.create({
      port: httpPort,
      bind: "127.0.0.1",
      verify: ["/"],
      tls: { selfSigned: true, port },
      routes: [{ path: "/", to: "one" }],
    });
    await nginx.succeeds();
  });
  after(() => nginx.remove());

  /** The certificate that clients get. */
  const presented = () =>
    new Promise<{ fingerprint: string; names: string }>((done, fail) => {
      const socket = connect(
        { port, host: "127.0.0.1", servername: "shop.example", rejectUnauthorized: false },
        () => {
          const { fingerprint256, subjectaltname = "" } = socket.getPeerCertificate();
          socket.destroy();
          done({ fingerprint: fingerprint256, names: subjectaltname });
        },
      ).on("error", fail);
    });

  /** What a handshake comes to: version and suite, or the error's code. Security level 0: the client itself refuses nothing. */
  const handshake = (options: ConnectionOptions) =>
    new Promise<string>((done) => {
      const ciphers = `${options.ciphers ?? "DEFAULT"}@SECLEVEL=0`;
      const socket = connect(
        { port, host: "127.0.0.1", rejectUnauthorized: false, ...options, ciphers },
        () => {
          done(`${socket.getProtocol()} ${socket.getCipher().standardName}`);
          socket.destroy();
        },
      ).on("error", (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
    });

  const pulumiOutputs = async () =>
    JSON.parse(
      (await nginx.project.cli("stack", "output", "--json", "--stack", nginx.project.stack)).stdout,
    ) as {
      url: string;
      certificate: { expires: string; daysLeft: number };
    };

  it("sends http to https, with the whole address", async () => {
    const { status, headers } = await ask(`${http}/a/b?c=d`);
    assert.deepEqual([status, headers.location], [301, `https://127.0.0.1:${port}/a/b?c=d`]);
    assert.equal(headers["strict-transport-security"], undefined);
  });

  it("serves with HSTS, and tells the service that it is https", async () => {
    const { headers } = await ask(`${https}/`);
    assert.equal(headers["strict-transport-security"], "max-age=63072000");
    assert.equal((await seen(`${https}/`)).headers["x-forwarded-proto"], "https");
  });

  it("speaks TLS 1.2 and 1.3, and refuses 1.1", async () => {
    const only = (version: "TLSv1.1" | "TLSv1.2" | "TLSv1.3") => ({
      minVersion: version,
      maxVersion: version,
    });
    assert.match(await handshake(only("TLSv1.3")), /^TLSv1\.3 /);
    assert.match(await handshake(only("TLSv1.2")), /^TLSv1\.2 TLS_ECDHE_ECDSA_WITH_AES_/);
    assert.equal(await handshake(only("TLSv1.1")), "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION");
  });

  it("offers the suites of Mozilla's intermediate profile, and no others", async () => {
    const { stdout } = await run("openssl", ["ciphers", "ALL:@SECLEVEL=0"]);
    const suites = stdout.split(":").filter((name) => !name.startsWith("TLS_"));
    const accepted = [];
    for (const ciphers of suites)
      if (/^TLS/.test(await handshake({ ciphers, maxVersion: "TLSv1.2" }))) accepted.push(ciphers);
    assert.ok(suites.length > 30, String(suites.length));
    // Those of the six that work with a key on an elliptic curve; the other three need an RSA key.
    assert.deepEqual(accepted.sort(), [
      "ECDHE-ECDSA-AES128-GCM-SHA256",
      "ECDHE-ECDSA-AES256-GCM-SHA384",
      "ECDHE-ECDSA-CHACHA20-POLY1305",
    ]);
  });

  it("agrees on keys by X25519MLKEM768 when the image's OpenSSL knows it, and by X25519 in any case", async () => {
    const group = async (name: string) =>
      (
        await nginx.inNginx(
          "sh",
          "-c",
          `openssl s_client -groups ${name} -connect ${nginx.container}:8443 </dev/null 2>&1`,
        )
      ).stdout;
    const known = (await nginx.inNginx("sh", "-c", "openssl list -tls-groups 2>&1")).stdout.includes(
      "X25519MLKEM768",
    );
    assert.equal(/New, TLSv1\.3/.test(await group("X25519MLKEM768")), known);
    assert.match(await group("X25519"), /New, TLSv1\.3/);
    assert.doesNotMatch(await group("ffdhe2048"), /New, TLSv1\.3/);
  });

  it("its own certificate is for this host, and when it ends is an output", async () => {
    assert.match((await presented()).names, /DNS:localhost, IP Address:127\.0\.0\.1/);
    const { url, certificate } = await pulumiOutputs();
    assert.equal(url, https);
    assert.ok(certificate.daysLeft >= 396 && certificate.daysLeft <= 398, JSON.stringify(certificate));
    assert.match(certificate.expires, /^\d{4}-\d\d-\d\d$/);
  });

  it("has nothing to do when nothing was edited, and keeps its certificate with a new container", async () => {
    assert.deepEqual(await nginx.project.changes(), []);
    const before = await presented();
    nginx.change({ memory: 300, headers: { "X-Frame-Options": "DENY" } });
    await nginx.succeeds();
    nginx.change({ folders: [{ path: "/srv/www", hostPath: nginx.folder({ x: "" }) }] });
    await nginx.succeeds();
    assert.deepEqual(await presented(), before);
    assert.equal((await ask(`${https}/`)).headers["x-frame-options"], "DENY");
  });

  const files = () => {
    const folder = nginx.project.folder;
    return { certificateFile: join(folder, "site.pem"), keyFile: join(folder, "site.key") };
  };
  const write = ({ certificate, key }: { certificate: string; key: string }) => {
    writeFileSync(files().certificateFile, certificate);
    writeFileSync(files().keyFile, key, { mode: 0o600 });
  };

  it("an operator's certificate: exactly one switch, a warning when it ends soon, its key nowhere to be seen", async () => {
    const pair = makeCertificate(["shop.example"], 20);
    write(pair);
    nginx.change({ tls: { ...files(), port }, serverNames: ["shop.example"] });
    const touched = new Set((await nginx.project.changes()).map((change) => change.split(" ")[1]));
    assert.deepEqual([...touched].sort(), ["nginx-certificate", "nginx-switch"]);
    const printed = await nginx.succeeds();
    assert.match(printed, /warning: The certificate expires in (19|20) days/);
    assert.equal((await presented()).names, "DNS:shop.example");
    const { stdout: state } = await nginx.project.cli("stack", "export", "--stack", nginx.project.stack);
    const line = pair.key.split("\n")[1] ?? "";
    assert.ok(line.length > 40);
    for (const [where, text] of Object.entries({ printed, state, inspected: await nginx.inspect() }))
      assert.ok(!text.includes(line), where);
    const { stdout: mode } = await nginx.inNginx(
      "sh",
      "-c",
      "cd /etc/nginx/live && stat -c '%a %U %G' *.pem",
    );
    assert.equal(mode, "640 root nginx", "only the live one is left, and nobody else can read it");
    assert.deepEqual(await nginx.project.changes(), []);
  });

  it("mistakes in it: all named, nothing changed", async () => {
    const before = await presented();
    const { certificate } = makeCertificate(["other.example"], 90);
    const { key } = makeCertificate(["x.example"]);
    write({ certificate, key });
    await nginx.fails(
      /Nginx has 2 mistakes/,
      /key is not the key of the certificate/,
      /does not cover shop\.example/,
    );
    chmodSync(files().keyFile, 0o644);
    await nginx.fails(/site\.key can be read by others; fix: chmod 600/);
    assert.deepEqual(await presented(), before);
    assert.equal((await ask(`${https}/`, { headers: { Host: "shop.example" }, ...sni })).status, 200);
  });

  it("a renewed certificate: one switch, no new container, and the old file is gone", async () => {
    const [before, container] = [await presented(), await nginx.server()];
    chmodSync(files().keyFile, 0o600);
    write(makeCertificate(["shop.example"], 90));
    const printed = await nginx.succeeds();
    assert.doesNotMatch(printed, /The certificate expires in/);
    assert.notEqual((await presented()).fingerprint, before.fingerprint);
    const { hostname, port } = new URL(https);
    const forDoctor = await liveCertificate(hostname, Number(port), "shop.example");
    assert.match(forDoctor?.subjectAltName ?? "", /shop\.example/, "as npm run doctor asks for it");
    assert.equal(await nginx.server(), container);
    assert.equal((await nginx.inNginx("sh", "-c", "ls /etc/nginx/live/*.pem | wc -l")).stdout.trim(), "1");
  });

  it("other names: no handshake, and no redirect either", async () => {
    assert.equal(await handshake({ servername: "stranger.example" }), "ERR_SSL_TLSV1_UNRECOGNIZED_NAME");
    assert.equal((await ask(`${http}/`)).status, 421);
  });
});

/** Names the site in the handshake. */
const sni = { servername: "shop.example" } as object;
