import type { Right, RoleToMake } from "../product/roles";
import type { Programs } from "./programs";
import { allOf, unlogged } from "./roles";

/** Rights by what they are on. */
type Grants = Record<string, string[]>;

/** SQL that makes one more role as it must be; see {@link Right}. Running it twice changes nothing. */
export function roleSql({ database, role, secret, may }: RoleToMake, programs: Programs): string {
  const account = `'${role}'@'%'`;
  const everything = allOf(database);
  const rights: Record<Right, Grants> = {
    read: { [everything]: ["SELECT", "SHOW VIEW"] },
    write: { [everything]: ["SELECT", "INSERT", "UPDATE", "DELETE", "EXECUTE"] },
    // Without any right in the database it could not connect to it, nor see how large its tables are; this one reads no rows.
    monitor: {
      "*.*": programs.monitors,
      "performance_schema.*": ["SELECT"],
      [everything]: ["SHOW VIEW"],
    },
    backup: { [everything]: ["SELECT", "SHOW VIEW", "TRIGGER", "EVENT"] },
  };
  const granted = Object.entries(rights[may]).map(([on, each]) => grant(each, on, account));
  const more =
    may === "backup" ? [`GRANT ${programs.readsRoutines} TO ${account};`] : revoked(rights, may, account);
  return `${unlogged}
CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY '${secret}';
ALTER USER ${account} IDENTIFIED BY '${secret}';
${[...granted, ...more].join("\n")}
`;
}

/**
 * Revokes what an earlier release may have granted. After the grants, because nothing is a transaction here: a role in use always has the rights
 * that it keeps.
 */
function revoked(rights: Record<Right, Grants>, may: Right, account: string): string[] {
  const kept = rights[may];
  const possible = [rights.read, rights.write, rights.monitor];
  return [...new Set(possible.flatMap((grants) => Object.keys(grants)))].flatMap((on) => {
    const all = new Set(possible.flatMap((grants) => grants[on] ?? []));
    const over = [...all].filter((right) => !kept[on]?.includes(right));
    if (over.length === 0) return [];
    // The server refuses to revoke where an account has no grant at all, except on *.*: grant first.
    const first = kept[on] || on === "*.*" ? [] : [grant(over, on, account)];
    return [...first, `REVOKE ${over.join(", ")} ON ${on} FROM ${account};`];
  });
}

const grant = (rights: string[], on: string, account: string) =>
  `GRANT ${rights.join(", ")} ON ${on} TO ${account};`;
