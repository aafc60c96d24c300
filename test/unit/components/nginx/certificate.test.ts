import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createPrivateKey } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  certificateFacts,
  certificateMistakes,
  expiryWarning,
  fingerprint,
  readKeyPair,
} from "../../../../components/edge/certificate";
import { makeCertificate } from "../../../support/certificates";

const later = (days: number) => new Date(Date.now() + days * 24 * 60 * 60 * 1000);

describe("nginx: a certificate and its key", () => {
  const pair = makeCertificate(["a.example", "*.b.example"], 90);
  const names = ["a.example"];

  it("are accepted when they belong together, are in time and cover the names", () => {
    assert.deepEqual(certificateMistakes(pair, ["a.example", "*.b.example", "x.b.example"], later(0.01)), []);
  });

  it("are refused when the certificate expired", () => {
    const { expires } = certificateFacts(pair.certificate, later(0));
    assert.deepEqual(certificateMistakes(pair, names, later(91)), [
      `tls: the certificate expired on ${expires}`,
    ]);
  });

  it("are refused when the certificate is not valid yet", () => {
    assert.match(
      certificateMistakes(pair, names, later(-2)).join(),
      /^tls: the certificate is not valid before /,
    );
  });

  it("are refused when the key is another one", () => {
    const { key } = makeCertificate(names);
    assert.deepEqual(certificateMistakes({ ...pair, key }, names, later(0.01)), [
      "tls: the key is not the key of the certificate",
    ]);
  });

  it("are refused when the key has a passphrase, in both notations", () => {
    const options = { cipher: "aes-256-cbc", passphrase: "x", format: "pem" } as const;
    for (const type of ["pkcs8", "sec1"] as const) {
      const key = createPrivateKey(pair.key)
        .export({ ...options, type })
        .toString();
      assert.match(
        certificateMistakes({ ...pair, key }, names, later(0.01)).join(),
        /^tls: the key is encrypted/,
      );
    }
  });

  it("are refused when a name is not covered", () => {
    assert.deepEqual(certificateMistakes(pair, ["c.example"], later(0.01)), [
      "tls: the certificate does not cover c.example; it covers DNS:a.example, DNS:*.b.example",
    ]);
  });

  it("are both refused at once when they are no PEM", () => {
    assert.deepEqual(certificateMistakes({ certificate: "x", key: "y" }, names, later(0)), [
      "tls: the certificate is not PEM (-----BEGIN CERTIFICATE-----)",
      "tls: the key is not a private key in PEM",
    ]);
  });

  it("warn in the last 30 days", () => {
    const { daysLeft } = certificateFacts(pair.certificate, later(0));
    assert.ok(daysLeft === 89 || daysLeft === 90, String(daysLeft));
    const warning = (days: number) =>
      expiryWarning(certificateFacts(pair.certificate, later(days)), "Renew it.");
    assert.equal(warning(59), undefined);
    assert.match(warning(61) ?? "", /^The certificate expires in 2\d days, on \d{4}-\d\d-\d\d\. Renew it\.$/);
  });

  it("have the fingerprint that a shell computes too", () => {
    const found = execFileSync("sha256sum", { input: pair.certificate, encoding: "utf8" });
    assert.equal(fingerprint(pair.certificate), found.slice(0, 16));
    assert.equal(fingerprint(pair.certificate.trim()), found.slice(0, 16));
  });
});

describe("nginx: certificate files", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "files-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it("are read, and refused when others may read the key", () => {
    const files = { certificateFile: join(folder, "c.pem"), keyFile: join(folder, "k.pem") };
    writeFileSync(files.certificateFile, "certificate", { mode: 0o644 });
    writeFileSync(files.keyFile, "key", { mode: 0o600 });
    assert.deepEqual(readKeyPair(files), { certificate: "certificate", key: "key", mistakes: [] });
    rmSync(files.keyFile);
    writeFileSync(files.keyFile, "key", { mode: 0o640 });
    assert.deepEqual(readKeyPair(files).mistakes, [
      `tls: ${files.keyFile} can be read by others; fix: chmod 600 ${files.keyFile}`,
    ]);
  });

  it("are named when they are missing", () => {
    const files = { certificateFile: join(folder, "c.pem"), keyFile: join(folder, "k.pem") };
    assert.deepEqual(readKeyPair(files).mistakes, [
      `tls: ${files.certificateFile} cannot be read: ENOENT`,
      `tls: ${files.keyFile} cannot be read: ENOENT`,
    ]);
  });
});
