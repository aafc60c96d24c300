import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { say } from "../../messages/say";

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
    const { missing, unreadable } = say().image.caFile;
    return code === "ENOENT" ? missing : unreadable(code);
  }
}

/** The same for its text. */
export function caMistake(text: string): string | undefined {
  const { privateKey, tooLarge, notPem } = say().image.caFile;
  if (/PRIVATE KEY/.test(text)) return privateKey;
  if (Buffer.byteLength(text) > maxCaBytes) return tooLarge(maxCaBytes / 1024);
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  return blocks.length === 0 || !blocks.every(isCertificate) ? notPem : undefined;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).fingerprint256 !== "";
  } catch {
    return false;
  }
}
