/** Size of a page, unless the server was built with another. */
const pageSize = 8192;

/** `t_infomask`: the row was not deleted, or only locked. */
const xmaxInvalid = 0x0800;
const xmaxLockOnly = 0x0080;

/** A row of one of PostgreSQL's shared catalogs. */
export interface CatalogRow {
  name: string;
  /** Nothing has deleted it, as far as its page says. */
  live: boolean;
  /** For a role: it is a superuser. */
  superuser: boolean;
}

/**
 * Rows of `pg_authid` or `pg_database`, read from the file of a server that does not run: both begin with the row's number and its name.
 * Changes since the server's last checkpoint are not in it.
 */
export function catalogRows(file: Buffer): CatalogRow[] {
  const rows: CatalogRow[] = [];
  for (let start = 0; start + pageSize <= file.length; start += pageSize) {
    const page = file.subarray(start, start + pageSize);
    const lower = page.readUInt16LE(12);
    for (let at = 24; at + 4 <= lower && lower <= pageSize; at += 4) {
      const pointer = page.readUInt32LE(at);
      const [offset, used, length] = [pointer & 0x7fff, ((pointer >>> 15) & 3) === 1, pointer >>> 17];
      const tuple = page.subarray(offset, offset + length);
      if (!used || tuple.length < 24) continue;
      const data = tuple.subarray(tuple.readUInt8(22));
      if (data.length < 69) continue;
      const mask = tuple.readUInt16LE(20);
      rows.push({
        name: data.subarray(4, 68).toString().replace(/\0.*$/s, ""),
        live: tuple.readUInt32LE(4) === 0 || (mask & (xmaxInvalid | xmaxLockOnly)) !== 0,
        superuser: data.readUInt8(68) === 1,
      });
    }
  }
  return rows;
}
