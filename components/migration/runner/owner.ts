import { randomBytes } from "node:crypto";
import type { Product } from "../../database/product/product";
import type { Once } from "../../workload/run-once";
import { SessionEnded, type Session } from "../../database/client/session";

/** Environment variables in which a command looks for its role and that role's password. */
export interface OwnerVariables {
  userVariable: string;
  passwordVariable: string;
}

/**
 * Does something while the owner of the schema can log in over the database's network, with a password that no one else gets and that is
 * stored nowhere. At all other times that role has none, and so cannot.
 *
 * @param session of the owner itself, which may change its own password
 */
export async function withOwnersPassword<T>(
  session: Session,
  { set, take }: NonNullable<Product["ownPassword"]>,
  work: (password: string) => Promise<T>,
): Promise<T> {
  const password = randomBytes(24).toString("hex");
  await session.ask(set(password, randomBytes(16).toString("hex")));
  const result = await work(password).catch(async (error: unknown) => {
    // Why the work failed is what counts, also when the database is gone with it.
    await session.ask(take).catch((other: unknown) => {
      if (!(other instanceof SessionEnded)) throw other;
    });
    throw error;
  });
  await session.ask(take);
  return result;
}

/** The same command, connecting as the owner: its settings file says so at the end, which wins. */
export function asOwner(
  once: Once,
  { userVariable, passwordVariable }: OwnerVariables,
  owner: string,
  secret: string,
): Once {
  const { files, settingsFile } = once;
  const text = `${files[settingsFile] ?? ""}${userVariable}='${owner}'\n${passwordVariable}='${secret}'\n`;
  return { ...once, files: { ...files, [settingsFile]: text }, shown: [owner] };
}
