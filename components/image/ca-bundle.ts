import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";

/**
 * Most bytes of certificates that a build can be told: they reach its steps as an environment variable, of which Linux takes
 * 128 KiB. A company's own authorities are a few KiB; a whole operating system's bundle is 200.
 */
export const maxCaBytes = 100 * 1024;

/** What is expected of a file with certificates for builds, where it is not so; undefined when it can be used. */
export function caFileMistake(file: string): string | undefined {
  try {
    return caMistake(readFileSync(file, "utf8"));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT"
      ? "a file on the machine that runs pulumi; there is none"
      : `a file that can be read (${code ?? "it cannot"})`;
  }
}

/** The same for its text. */
export function caMistake(text: string): string | undefined {
  if (/PRIVATE KEY/.test(text)) return "certificates only; it holds a private key too";
  if (Buffer.byteLength(text) > maxCaBytes)
    return `at most ${maxCaBytes / 1024} KiB: the certificates of your own authorities, not the whole bundle of a system`;
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0 || !blocks.every(isCertificate))
    return "certificates in PEM (-----BEGIN CERTIFICATE-----)";
  return undefined;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).fingerprint256 !== "";
  } catch {
    return false;
  }
}
