import { randomBytes } from "node:crypto";
import { dialectOf, type Target } from "../../database/client/target";
import { engines } from "../../database/engines";
import { scanned } from "../files";
import type { MigrationFile } from "../files";
import { type Job } from "./job";
import { JobError } from "../../engine/job-error";
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
  files: MigrationFile[],
  upTo: number,
  world: Pick<World, "now">,
): Promise<string[]> {
  refuseNamed(job, files);
  const name = `verify_${randomBytes(4).toString("hex")}`;
  const throwaway = { ...job, ...clients(job, name), database: name, upTo };
  delete throwaway.backup;
  try {
    await asAdmin(job, job.admin, creation(job, name, await extensions(job)));
    await migrate(throwaway, () => undefined, world);
    return difference(await schemaOf(job), await schemaOf(throwaway));
  } finally {
    await asAdmin(job, job.admin, `DROP DATABASE IF EXISTS ${name};\n`);
  }
}

/** A file that names the database itself would change it, and not the one that is thrown away. */
function refuseNamed(job: Job, files: MigrationFile[]): void {
  const { language } = dialectOf(job);
  if (language === "PostgreSQL") return;
  const named = new RegExp(`(^|[^\\w.])\`?${job.database}\`?\\s*\\.`, "i");
  const found = files.filter(({ sql }) =>
    scanned(sql, language).statements.some(({ text }) => named.test(text)),
  );
  if (found.length > 0)
    throw new JobError(
      `${found.map((file) => file.name).join(", ")}: names the database ${job.database} itself, so it cannot be tried in another one.`,
    );
}

/** As the owner where that needs no password; MySQL's owner may do nothing in another database. */
function clients(job: Job, name: string): Pick<Target, "client" | "admin"> {
  const engine = Object.values(engines).find(({ product }) => product === job.product) ?? engines.postgresql;
  const admin = job.admin.replace(engine.admin(job.database), engine.admin(name));
  const client =
    job.product === "PostgreSQL" ? `env PGOPTIONS='-c role=${job.owner}' ${admin}` : `${admin} ${name}`;
  return { client, admin };
}

function creation(job: Job, name: string, names: string[]): string {
  if (job.product !== "PostgreSQL") return `CREATE DATABASE ${name} CHARACTER SET utf8mb4;\n`;
  return `CREATE DATABASE ${name} OWNER "${job.owner}" TEMPLATE template0;
\\c ${name}
ALTER SCHEMA public OWNER TO "${job.owner}";
${names.map((extension) => `CREATE EXTENSION IF NOT EXISTS "${extension}";`).join("\n")}
`;
}

async function extensions(job: Job): Promise<string[]> {
  if (job.product !== "PostgreSQL") return [];
  return asAdmin(
    job,
    job.admin,
    `${dialectOf(job).quiet}SELECT extname FROM pg_extension WHERE extname <> 'plpgsql';\n`,
  );
}

async function asAdmin(job: Job, client: string, sql: string): Promise<string[]> {
  const session = new Session(job.container, client, dialectOf(job));
  try {
    return await session.ask(sql);
  } finally {
    await session.close();
  }
}
