# How PostgreSQL makes a database beside another, and exchanges the two.
quoted() { printf '"%s"' "$1"; }
# With the owner, locale, settings and rights of $1. Settings that are lists stand as they are: in quotes they would be one word.
create_like() {
  sql postgres <<SQL
SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template0 ENCODING %L', '$2', pg_get_userbyid(datdba), pg_encoding_to_char(encoding))
  || CASE datlocprovider WHEN 'c' THEN format(' LC_COLLATE %L LC_CTYPE %L', datcollate, datctype)
       -- Its indexes are made now, by the C library of now: whatever version the template was made with does not matter.
       || coalesce(format(' COLLATION_VERSION %L', pg_database_collation_actual_version(oid)), '') ELSE '' END
  FROM pg_database WHERE datname = '$1' \gexec
SELECT CASE WHEN setrole = 0 THEN format('ALTER DATABASE %I', '$2') ELSE format('ALTER ROLE %I IN DATABASE %I', pg_get_userbyid(setrole), '$2') END
  || format(' SET %I TO ', split_part(setting, '=', 1))
  || CASE WHEN split_part(setting, '=', 1) IN ('search_path', 'temp_tablespaces', 'DateStyle', 'session_preload_libraries', 'local_preload_libraries')
       THEN substr(setting, strpos(setting, '=') + 1) ELSE quote_literal(substr(setting, strpos(setting, '=') + 1)) END
  FROM pg_db_role_setting, unnest(setconfig) AS setting
 WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = '$1') \gexec
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', '$2') FROM pg_database WHERE datname = '$1' AND datacl IS NOT NULL \gexec
SELECT format('GRANT %s ON DATABASE %I TO %s', privilege_type, '$2', CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END)
  FROM pg_database, aclexplode(datacl) WHERE datname = '$1' \gexec
SQL
}
drop() { echo "DROP DATABASE IF EXISTS $(quoted "$1") WITH (FORCE)" | sql postgres; }
# What a restore of a dump ($1) needs the roles for that the server does not have, a line each.
missing_roles() {
  code=$({ { pg_restore -s -f - "$1" 2>"$errors"; echo $? >&3; } | awk '
    /^-- Name: .*; Type: .*; Schema: .*; Owner: ?/ { rights = /; Type: (DEFAULT )?ACL;/; role = $0; sub(/.*; Owner: ?/, "", role); if (role != "" && role != "-") print role; next }
    rights && /^GRANT .* TO .*;$/ {
      role = $0; sub(/^GRANT .* TO /, "", role); sub(/( WITH GRANT OPTION)?;$/, "", role)
      if (role ~ /^".*"$/) { role = substr(role, 2, length(role) - 2); gsub(/""/, "\"", role) }
      if (role != "PUBLIC") print role
    }' | sort -u >"$work/roles" || echo "could not read" >&3; } 3>&1)
  [ "$code" = 0 ] || return 1
  [ -s "$work/roles" ] || return 0
  { echo "SELECT role FROM (VALUES"; sed "s/'/''/g; s/.*/('&')/; \$!s/\$/,/" "$work/roles"; echo ") AS needed (role) WHERE role NOT IN (SELECT rolname FROM pg_roles)"; } | sql postgres
}
# The folders whose disks a restore fills.
folders() {
  data=$(echo "SHOW data_directory" | sql postgres) && printf '%s\n%s\n' "$data" "$data/pg_wal"
}
# Bytes of a database that a backup brings, and of the log that loading them writes before it is written over.
weight() { field "$1" databaseBytes; }
log_weight() {
  echo "SELECT CASE WHEN current_setting('archive_mode') <> 'off' OR EXISTS (SELECT FROM pg_replication_slots) THEN $1
    ELSE least($1, 2 * pg_size_bytes(current_setting('max_wal_size'))) END" | sql postgres
}
# $1 gets the name $3, and $2 the name $1: in one transaction, and nobody is connected to either. Who connects meanwhile waits for the lock, which
# ends with this session, whatever ends it. A connection that was being made has locks of its own: hence more than one try.
exchange() {
  for try in 1 2 3 4 5; do
    sql postgres >/dev/null 2>"$errors" <<SQL && return 0
SET client_min_messages = error;
SET lock_timeout = '10s';
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN ('$1', '$2') AND pid <> pg_backend_pid();
BEGIN;
LOCK TABLE pg_catalog.pg_database IN ACCESS EXCLUSIVE MODE;
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN ('$1', '$2') AND pid <> pg_backend_pid();
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname IN ('$1', '$2') AND pid <> pg_backend_pid();
ALTER DATABASE $(quoted "$1") RENAME TO $(quoted "$3");
ALTER DATABASE $(quoted "$2") RENAME TO $(quoted "$1");
COMMIT;
SQL
    grep -qE 'accessed by other users|deadlock detected|lock timeout' "$errors" || return 1
    sleep "$try"
  done
  return 1
}
# An exchange is one transaction: there is nothing to finish.
interrupted() { :; }
finish_exchange() { echo "No exchange of database $1 was interrupted; nothing was changed."; }
# Databases of this one's restores and imports: name and bytes.
of_restores() {
  sql postgres <<SQL
SELECT datname, pg_database_size(oid) FROM pg_database
 WHERE left(datname, length(left('$1', 36)) + 1) = left('$1', 36) || '_'
   AND substr(datname, length(left('$1', 36)) + 2) ~ '^(restore|before|beside|import)_[0-9]{8}_[0-9]{6}\$' ORDER BY 1
SQL
}
