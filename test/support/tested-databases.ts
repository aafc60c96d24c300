import type { ProductName } from "../../components/database/product/product";

/** A server of the base images that suites run over, bare: made by its image alone, not by a component. */
export interface TestedDatabase {
  product: ProductName;
  version: string;
  image: string;
  /** Variables of its image. */
  environment: string[];
  /** Its command. Without waiting for the disk: hundreds of small transactions are made. */
  command: string[];
  /** Passes when the server that serves answers, and not the one that sets it up. */
  answers: string;
  /** Client of the superuser, in no database of its own. */
  superuser: string;
  /** SQL of the superuser that makes an empty database and an owner who may do nothing else. */
  create: (name: string) => string;
  /** Clients in such a database, as a runner has them. */
  clients: (name: string) => { client: string; admin: string };
  /** Client of its owner that prints rows and no heads. */
  rows: (name: string) => string;
  /** Table of the ledger. */
  ledger: string;
  /** SQL that sleeps for seconds. */
  sleep: (seconds: number) => string;
  /** Name of the client's process. */
  client: string;
  /** Changes of the schema are rolled back with their file. */
  isAtomic: boolean;
}

const postgres = (version: string): TestedDatabase => ({
  ...{ product: "PostgreSQL", version, image: `local/postgres:${version}` },
  environment: ["POSTGRES_PASSWORD=test"],
  command: ["postgres", "-c", "fsync=off"],
  answers: "PGPASSWORD=test psql -h 127.0.0.1 -U postgres -Atqc 'select 1'",
  superuser: "psql -q -v ON_ERROR_STOP=1 -U postgres -f -",
  create: (name) => `CREATE ROLE ${name}_owner LOGIN;\nCREATE DATABASE ${name} OWNER ${name}_owner;`,
  clients: (name) => ({
    client: `psql -X -v ON_ERROR_STOP=1 -U ${name}_owner -d ${name} -f -`,
    admin: `psql -X -q -v ON_ERROR_STOP=1 -U postgres -d ${name} -f -`,
  }),
  rows: (name) => `psql -XAtq -U ${name}_owner -d ${name} -f -`,
  ledger: "migrations.ledger",
  sleep: (seconds) => `SELECT pg_sleep(${seconds})`,
  client: "psql",
  isAtomic: true,
});

const mariadb = (version: string): TestedDatabase => ({
  ...{ product: "MariaDB", version, image: `local/mariadb:${version}` },
  environment: ["MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=1"],
  command: ["mariadbd", "--innodb-flush-log-at-trx-commit=2"],
  answers: "mariadb -h 127.0.0.1 -u root -e 'select 1'",
  superuser: "mariadb -u root",
  create: (name) =>
    `CREATE DATABASE ${name} CHARACTER SET utf8mb4; CREATE USER ${name}_owner@localhost; GRANT ALL ON ${name}.* TO ${name}_owner@localhost;`,
  clients: (name) => ({ client: `mariadb -u ${name}_owner ${name}`, admin: "mariadb -u root" }),
  rows: (name) => `mariadb -u ${name}_owner ${name} -N --batch --default-character-set=utf8mb4`,
  ledger: "migrations_ledger",
  sleep: (seconds) => `SELECT sleep(${seconds})`,
  client: "mariadb",
  isAtomic: false,
});

/** Every product and version that is tested, of each product the newest first. Debian, which the images are from, has no MySQL. */
export const testedDatabases = [postgres("17"), postgres("15"), mariadb("11.8"), mariadb("10.11")];

/** The newest version of a product. */
export function newest(product: ProductName): TestedDatabase {
  const found = testedDatabases.find((each) => each.product === product);
  if (!found) throw new Error(`${product} is not tested`);
  return found;
}
