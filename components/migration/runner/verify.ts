import { randomBytes } from "node:crypto";
import { say } from "../../../messages/say";
import { dialectOf, type Target } from "../../database/client/target";
import { productOf } from "../../database/products";
import type { Engine } from "../../engine/engine";
import { scanned } from "../files";
import type { MigrationFile } from "../files";
import { type Job } from "./job";
import { UserError } from "../../engine/user-error";
import { migrate } from "./run";
import { difference, schemaOf } from "./schema";
import type { World } from "../../engine/world";
import { Session } from "../../database/client/session";

/**
 * Compares the schema of a database with the one that its files make in a new database of the same server, which is thrown away.
 *
 * @param upTo only the first so many files
 * @returns what differs, a line each; see {@link difference}
 */
export async function verify(
  job: Job,
  engine: Engine,
  files: MigrationFile[],
  upTo: number,
  world: Pick<World, "now">,
): Promise<string[]> {
  const { databases, dialect } = productOf(job.product);
  refuseNamed(job, files);
  const name = `verify_${randomBytes(4).toString("hex")}`;
  const throwaway = { ...job, ...clients(job, name), database: name, upTo };
  delete throwaway.backup;
  try {
    const { ask, create } = databases.throwaway;
    const found = ask === undefined ? [] : await asAdmin(job, engine, job.admin, dialect.quiet + ask);
    await asAdmin(job, engine, job.admin, create(name, job.owner, found));
    await migrate(throwaway, engine, () => undefined, world);
    return difference(await schemaOf(job, engine), await schemaOf(throwaway, engine));
  } finally {
    await asAdmin(job, engine, job.admin, `DROP DATABASE IF EXISTS ${name};\n`);
  }
}

/** A file that names the database itself would change it, and not the one that is thrown away. */
function refuseNamed(job: Job, files: MigrationFile[]): void {
  const { dialect, grammar } = productOf(job.product);
  if (!grammar.schemaIsDatabase) return;
  const named = new RegExp(`(^|[^\\w.])\`?${job.database}\`?\\s*\\.`, "i");
  const found = files.filter(({ sql }) =>
    scanned(sql, dialect.language).statements.some(({ text }) => named.test(text)),
  );
  if (found.length > 0)
    throw new UserError(
      say().migration.runner.namesDatabase({
        names: found.map(({ name }) => name),
        database: job.database,
      }),
    );
}

/** Clients in the database that is thrown away. */
function clients(job: Job, name: string): Pick<Target, "client" | "admin"> {
  const product = productOf(job.product);
  const admin = job.admin.replace(product.admin(job.database), product.admin(name));
  return { client: product.databases.throwaway.client(admin, name, job.owner), admin };
}

async function asAdmin(job: Job, engine: Engine, client: string, sql: string): Promise<string[]> {
  const session = new Session(engine, job.container, client, dialectOf(job));
  try {
    return await session.ask(sql);
  } finally {
    await session.close();
  }
}
