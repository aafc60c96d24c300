import { createHash, createHmac, pbkdf2Sync } from "node:crypto";

const iterations = 4096;

/**
 * What PostgreSQL keeps of a password (SCRAM-SHA-256, RFC 5802), for `PASSWORD '…'`: with it the password itself is in no statement, and so
 * in none of the places where a server writes statements down. The same arguments give the same text.
 *
 * @param password as the client will send it
 * @param who makes the salt another one for each role of each system
 */
export function scramVerifier(password: string, who: string): string {
  const salt = createHash("sha256").update(who).digest().subarray(0, 16);
  const salted = pbkdf2Sync(prepared(password), salt, iterations, 32, "sha256");
  const hmac = (text: string) => createHmac("sha256", salted).update(text).digest();
  const stored = createHash("sha256").update(hmac("Client Key")).digest("base64");
  const server = hmac("Server Key").toString("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${stored}:${server}`;
}

/** As clients prepare it (RFC 4013), as far as it concerns texts that people type. */
function prepared(password: string): string {
  return /^[\x20-\x7e]*$/.test(password)
    ? password
    : password
        .replaceAll(/[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/g, " ")
        .replaceAll(/\p{Cf}|\p{Variation_Selector}/gu, "")
        .normalize("NFKC");
}
