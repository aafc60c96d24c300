import { createHash, createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { say } from "../../messages/say";

/** A certificate and its key. */
export interface KeyPair {
  /** PEM: the site's certificate first, then its chain. */
  certificate: string;
  /** PEM, without a passphrase. Secret. */
  key: string;
}

/** What an operator wants to know of a certificate. */
export interface CertificateFacts {
  /** Day on which it ends, e.g. `2027-03-01`. */
  expires: string;
  /** Whole days until then, counted when the program ran; negative when it is over. */
  daysLeft: number;
}

const day = 24 * 60 * 60 * 1000;

/** Days before a certificate's end from which on every run warns. */
const warnDays = 30;

/**
 * Everything that is wrong with a certificate and its key, a sentence each; empty when both can be used.
 *
 * @param names server names that the certificate must cover
 */
export function certificateMistakes(pair: KeyPair, names: string[], now: Date): string[] {
  const certificate = parsed(pair.certificate);
  const { key, mistake } = parsedKey(pair.key);
  const mistakes = mistake === undefined ? [] : [mistake];
  const texts = say().edge.certificate;
  if (!certificate) return [texts.notPem, ...mistakes];
  const { daysLeft, expires } = certificateFacts(pair.certificate, now);
  if (new Date(certificate.validTo) <= now) mistakes.push(texts.expired(expires));
  else if (new Date(certificate.validFrom) > now)
    mistakes.push(texts.notYet({ from: certificate.validFrom, daysLeft }));
  if (key && !certificate.checkPrivateKey(key)) mistakes.push(texts.otherKey);
  for (const name of names)
    if (!certificate.checkHost(name.replace(/^\*\./, "any.")))
      mistakes.push(texts.notCovered({ name, covered: certificate.subjectAltName }));
  return mistakes;
}

/** When a certificate ends. */
export function certificateFacts(certificate: string, now: Date): CertificateFacts {
  const end = new Date(new X509Certificate(certificate).validTo);
  return {
    expires: end.toISOString().slice(0, 10),
    daysLeft: Math.floor((end.getTime() - now.getTime()) / day),
  };
}

/** The warning about a certificate that ends soon; undefined while there is time. */
export function expiryWarning({ expires, daysLeft }: CertificateFacts, remedy: string): string | undefined {
  if (daysLeft >= warnDays) return undefined;
  return say().edge.certificate.endsSoon({ daysLeft, day: expires, remedy });
}

/** Tells certificates apart; certificates are public, and so is this. The same as `sha256sum` of the text, shortened. */
export function fingerprint(certificate: string): string {
  return createHash("sha256").update(`${certificate.trim()}\n`).digest("hex").slice(0, 16);
}

/** Reads a certificate and its key from files of the machine that runs the program. */
export function readKeyPair(files: {
  certificateFile: string;
  keyFile: string;
}): KeyPair & { mistakes: string[] } {
  const texts = say().edge.certificate;
  const mistakes: string[] = [];
  const read = (path: string, secret: boolean): string => {
    try {
      if (secret && (statSync(path).mode & 0o077) !== 0) mistakes.push(texts.readByOthers(path));
      return readFileSync(path, "utf8");
    } catch (error) {
      mistakes.push(texts.cannotRead({ path, code: (error as NodeJS.ErrnoException).code }));
      return "";
    }
  };
  return { certificate: read(files.certificateFile, false), key: read(files.keyFile, true), mistakes };
}

function parsed(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function parsedKey(pem: string): { key?: ReturnType<typeof createPrivateKey>; mistake?: string } {
  const texts = say().edge.certificate;
  // The message of node:crypto depends on the kind of key; the text tells both kinds of encryption.
  if (/ENCRYPTED/.test(pem)) return { mistake: texts.encrypted };
  try {
    return { key: createPrivateKey(pem) };
  } catch {
    return { mistake: texts.notKey };
  }
}
