import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KeyPair } from "../../components/edge/certificate";

/** Makes a certificate with the machine's OpenSSL, valid for some days from now on. */
export function makeCertificate(names: string[], days = 90): KeyPair {
  const folder = mkdtempSync(join(tmpdir(), "certificate-"));
  const [key, certificate] = [join(folder, "key"), join(folder, "certificate")];
  const subjects = names.map((name) => `DNS:${name}`).join(",");
  try {
    execFileSync(
      "openssl",
      [
        ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"],
        ...["-days", String(days), "-subj", "/CN=test", "-addext", `subjectAltName=${subjects}`],
        ...["-keyout", key, "-out", certificate],
      ],
      { stdio: "pipe" },
    );
    return { key: readFileSync(key, "utf8"), certificate: readFileSync(certificate, "utf8") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
