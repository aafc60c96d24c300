import { compare, hash } from "bcryptjs";

/** bcrypt reads no further. */
const longest = 72;

/** Why a new password is not acceptable, or undefined. */
export function passwordProblem(password: string): string | undefined {
  if (password.length < 12) return "the password must have at least 12 characters";
  if (Buffer.byteLength(password) > longest) return `the password must not be longer than ${longest} bytes`;
  if (new Set(password).size < 5) return "the password must not repeat a few characters";
  return undefined;
}

export function hashPassword(password: string): Promise<string> {
  return hash(password, 10);
}

/** Compared with when the user is unknown, so that the answer takes as long as for a known one. */
let nobody: Promise<string> | undefined;

export async function passwordMatches(password: string, kept: string | undefined): Promise<boolean> {
  nobody ??= hashPassword("unknown user");
  const matches = await compare(password, kept ?? (await nobody));
  return matches && kept !== undefined && Buffer.byteLength(password) <= longest;
}
