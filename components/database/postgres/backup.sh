# PostgreSQL's part. Who connects, and to where, is in libpq's own variables: PGHOST, PGUSER, PGPASSFILE.
export PGCLIENTENCODING=UTF8 PGCONNECT_TIMEOUT=10
ENDING=dump
# Logs in over the network as the role of backups; libpq reads a password only from a file that nobody else can read.
login() {
  printf '%s:*:*:%s:%s\n' "$SERVER" "$ROLE" "$(cat "$PASSWORD_FILE")" >/tmp/pgpass
  export PGHOST="$SERVER" PGUSER="$ROLE" PGPASSFILE=/tmp/pgpass
}
# SQL of standard input in database $1; columns are separated by tabs.
sql() { psql -X -q -A -t -F "$TAB" -v ON_ERROR_STOP=1 -d "$1" -f -; }
version() { echo "SHOW server_version" | sql "$1"; }
size() { echo "SELECT pg_database_size(current_database())" | sql "$1"; }
# Applied migrations in order, a line each: ordinal and name.
applied() {
  there=$(echo "SELECT to_regclass('migrations.ledger')" | sql "$1") || return 1
  [ -n "$there" ] || return 0
  echo "SELECT ordinal || ' ' || name FROM migrations.ledger WHERE state IN ('applied', 'baseline') ORDER BY ordinal" | sql "$1"
}
# A dump of PostgreSQL sees the schema as it was at one moment, whatever a migration does meanwhile.
migrating() { false; }
# Who holds the lock of migrations (components/database/postgres/dialect.ts) in database $1, if it is held; keep its key in step.
runner() {
  echo "SELECT format('process %s of the server (%s)', pid, coalesce(nullif(application_name, ''), usename)) FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND classid = 0 AND objid = $((0x6d696772)) AND granted AND datname = '$1'" | sql postgres
}
# The number of tables.
tables() {
  echo "SELECT count(*) FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
    WHERE relkind = 'r' AND relpersistence <> 't' AND nspname <> 'information_schema' AND nspname NOT LIKE 'pg\_%'" | sql "$1"
}
# Rows of each table: name, tab, rows. Of a table that belongs to an extension only those that a dump has: what the extension declared to be the
# user's. Rows of a table that inherits are counted there, as a dump has them there.
counts() {
  sql "$1" <<'SQL'
SELECT format('SELECT %L, count(*) FROM ONLY %s %s', name, name, condition) FROM (
  SELECT quote_ident(nspname) || '.' || quote_ident(relname) AS name, condition
    FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
    LEFT JOIN (SELECT unnest(extconfig) AS declared, unnest(extcondition) AS condition FROM pg_extension) AS e ON declared = c.oid
   WHERE relkind = 'r' AND relpersistence <> 't' AND nspname <> 'information_schema' AND nspname NOT LIKE 'pg\_%'
     AND (declared IS NOT NULL OR NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e'))
) AS tables \gexec
SQL
}
# Tables whose names have a tab or a line break, which stand as ? here.
unspeakable() {
  echo "SELECT regexp_replace(nspname || '.' || relname, '[\u0001-\u001f]', '?', 'g') FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
    WHERE relkind = 'r' AND (nspname || relname) ~ '[\u0001-\u001f]'" | sql "$1"
}
# Writes a dump. $1 the database, $2 the file.
dump() { pg_dump -Fc -d "$1" -f "$2" 2>"$errors"; }
# Reads a dump to its end, and says how many rows of each table are in it. pg_restore -l would be content with the first half.
# Lines of a function's text may look like COPY: only what follows the heading of a table's data counts.
read_dump() {
  code=$({ { pg_restore -f - "$1" 2>"$errors"; echo $? >&3; } | awk '
    copying { if ($0 == "\\.") { copying = 0; print name "\t" rows } else rows++; next }
    /^-- Data for Name: .*; Type: TABLE DATA;/ { heading = 1; next }
    heading && /^COPY .* FROM stdin;$/ {
      heading = 0; copying = 1; rows = 0
      name = substr($0, 6); sub(/ +(\(.*\) )?FROM stdin;$/, "", name)
    }' | sort >"$2" || echo "could not count" >&3; } 3>&1)
  [ "$code" = 0 ]
}
# Loads a dump into an empty database, up to the first error: with owners and rights, or ($3) `without-owners`. `beside` goes on after errors;
# `table` fills table $TABLE of schema $SCHEMA only, and makes the others without rows.
load() {
  case ${3:-} in
    '') pg_restore --exit-on-error -d "$2" "$1" ;;
    without-owners) pg_restore --exit-on-error --no-owner --no-acl -d "$2" "$1" ;;
    beside) pg_restore --no-owner --no-acl -d "$2" "$1" ;;
    table)
      pg_restore --section=pre-data --no-owner --no-acl -d "$2" "$1"
      pg_restore --data-only --schema="$SCHEMA" --table="$TABLE" -d "$2" "$1"
      ;;
  esac 2>"$errors"
}
# Ends every session in a database.
cut_off() { echo "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '$1' AND pid <> pg_backend_pid()" | sql postgres >"$work/cut"; }
# A server of its own in folder $1, reached by its socket there alone; sql, load and counts speak to it from then on.
start_scratch() {
  LC_ALL='' initdb -D "$1/data" -A trust -U postgres -E UTF8 --no-sync >"$errors" 2>&1 || return 1
  pg_ctl -D "$1/data" -w -t 60 -l "$errors" -o "-c listen_addresses='' -c unix_socket_directories='$1' \
    -c fsync=off -c shared_buffers=32MB -c max_connections=20 -c autovacuum=off" start >/dev/null || return 1
  unset PGPASSFILE
  export PGHOST="$1" PGUSER=postgres
  echo "CREATE DATABASE \"$DATABASE\" TEMPLATE template0" | sql postgres 2>"$errors"
}
stop_scratch() { [ ! -f "$1/data/postmaster.pid" ] || pg_ctl -D "$1/data" -m immediate -w stop >/dev/null 2>&1; }
[ -z "${PASSWORD_FILE:-}" ] || login
