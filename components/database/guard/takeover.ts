import type { Engine } from "../engines";
import { catalogRows } from "./catalog";
import type { Data } from "./data";
import { Refusal, type GuardJob } from "./job";

/** The image works as this role, and as the administrator's account; data that another system made may have others. */
const account = /localhostmysql\{[^{}]*"plugin":"unix_socket"/;

/**
 * Refuses data that this component's server could not be reached on, with the commands that take them over: another superuser, no such
 * database, files of another user. Nothing is written here.
 */
export function refuseForeignData(job: GuardJob, engine: Engine, data: Data): void {
  const lacks = [...administratorMistakes(job, data), ...databaseMistakes(job, data)];
  // An image that starts as root gives the files to its user by itself.
  const foreign = !engine.capabilities && data.owner !== data.server;
  if (lacks.length === 0 && !foreign) return;
  const found = foreign
    ? [`its files belong to the user ${data.owner}, and the server of this image runs as ${data.server}`]
    : [];
  const statements = lacks.flatMap((lack) => lack.statements);
  const steps = [
    `keep a copy of the volume, and see that no container runs on it: docker ps --filter volume=${job.volume}`,
    ...(foreign ? [chown(job, engine)] : []),
    ...(statements.length > 0 ? [execute(job, engine, data, statements)] : []),
    "pulumi up",
  ];
  throw new Refusal(
    [
      `The volume ${job.volume} was made by another system; database ${job.name} cannot work on it as it is:`,
      ...[...found, ...lacks.map(({ problem }) => problem)].map((line) => `  ${line}`),
      "fix: take it over:",
      ...steps.map((step, at) => `  ${at + 1}. ${step}`),
    ].join("\n"),
  );
}

interface Lack {
  problem: string;
  /** SQL that ends it. */
  statements: string[];
}

function administratorMistakes({ product }: GuardJob, { roles, accounts }: Data): Lack[] {
  if (product === "MariaDB" && accounts && !account.test(accounts.toString("latin1")))
    return [
      {
        problem: "it has no administrator mysql@localhost who is known by the user of the operating system",
        statements: [
          "CREATE USER IF NOT EXISTS mysql@localhost;",
          "ALTER USER mysql@localhost IDENTIFIED VIA unix_socket;",
          "GRANT ALL PRIVILEGES ON *.* TO mysql@localhost WITH GRANT OPTION;",
        ],
      },
    ];
  if (!roles) return [];
  const rows = catalogRows(roles);
  // A deleted row may be one of a change that did not happen.
  if (rows.some(({ name }) => name === "postgres")) return [];
  const superusers = rows.filter(({ live, superuser }) => live && superuser).map(({ name }) => name);
  if (superusers.length === 0) return [];
  return [
    {
      problem: `it has no role postgres: its superuser is ${superusers.join(", ")}, as POSTGRES_USER made it`,
      statements: ["CREATE ROLE postgres SUPERUSER CREATEDB CREATEROLE REPLICATION BYPASSRLS LOGIN;"],
    },
  ];
}

function databaseMistakes({ database, product }: GuardJob, data: Data): Lack[] {
  const names = data.databases && catalogRows(data.databases);
  const live = (names ?? [])
    .filter((row) => row.live && !/^(template\d|postgres)$/.test(row.name))
    .map(({ name }) => name);
  const isThere = names
    ? names.length === 0 || names.some(({ name }) => name === database)
    : data.hasDatabase;
  if (isThere) return [];
  const others = live.length > 0 ? `: it has ${live.join(", ")} (set database to that name to use it)` : "";
  const quoted = product === "PostgreSQL" ? database : `\\\`${database}\\\``;
  return [{ problem: `it has no database ${database}${others}`, statements: [`CREATE DATABASE ${quoted};`] }];
}

function chown({ volume, image }: GuardJob, { user }: Engine): string {
  return `docker run --rm --network none --user 0 --entrypoint chown --volume ${volume}:/data ${image} -R ${user}: /data`;
}

/** A server that reads the statements, does them and ends. */
function execute({ volume, image }: GuardJob, engine: Engine, data: Data, statements: string[]): string {
  const { product, user, data: folder, server } = engine;
  const lines = statements.map((statement) => `'${statement}'`).join(" ");
  const run = (as: string) =>
    `docker run --rm --network none --user ${as} --entrypoint sh --volume ${volume}:${folder} ${image} -c`;
  if (product === "PostgreSQL")
    return `${run(String(data.owner))} "printf '%s\\n' ${lines} | ${server} --single -D ${folder} template1"`;
  // It does not know its accounts until it is told to read them, and takes one statement a line.
  if (product === "MariaDB")
    return `${run(user)} "printf '%s\\n' 'FLUSH PRIVILEGES;' ${lines} | ${server} --bootstrap"`;
  return `with the server that it is from, as its root: ${statements.join(" ")}`;
}
