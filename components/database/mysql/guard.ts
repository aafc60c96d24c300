import { say } from "../../../messages/say";
import type { Data, GuardPart, Lack } from "../product/guard";
import type { Programs } from "./programs";

/** Settings that data are made with. */
const unchangeable = [
  "lower_case_table_names",
  "innodb_page_size",
  "innodb_data_file_path",
  "innodb_data_home_dir",
  "innodb_undo_directory",
  "innodb_log_group_home_dir",
];

/** What the guard looks at in data of MySQL or MariaDB. */
export function mysqlGuard({ client, accounts, offline, upgrade }: Programs): GuardPart {
  return {
    look: accounts.look,
    checkExtensions: "",
    lacks: (data, database) => [...accounts.lacks(data), ...lacksDatabase(data, database)],
    offline: (run, _, statements) => offline(run, statements),
    unchangeable,
    facts: () => {
      const names = unchangeable.map((name) => `'${name}'`).join(", ");
      return `${client} -u mysql -Nse "SHOW GLOBAL VARIABLES WHERE Variable_name IN (${names})"`;
    },
    shortOf: () => [],
    // Its server upgrades the files itself, or with its own program: it works on a copy.
    upgrade: ({ container, next, volume, data, run }) => [
      `docker stop --time 60 ${container}`,
      `docker run --rm --user root --entrypoint cp --volume ${volume}:/from:ro --volume ${data}:/to @IMAGE@ -a /from/. /to/`,
      `${run} @IMAGE@`,
      ...upgrade.map((command) => `docker exec --user mysql ${next} ${command}`),
    ],
  };
}

/** A name stands in backquotes, which the shell of the advice must not run. */
function lacksDatabase({ hasFolder }: Data, database: string): Lack[] {
  if (hasFolder) return [];
  return [
    {
      problem: say().database.guard.noDatabase({ database, others: [] }),
      statements: [`CREATE DATABASE \\\`${database}\\\`;`],
    },
  ];
}
