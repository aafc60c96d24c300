# How PostgreSQL makes a database beside another, and exchanges the two.
quoted() { printf '"%s"' "$1"; }
# With the owner, locale, settings and rights of $1. Settings that are lists stand as they are: in quotes they would be one word.
create_like() {
  sql postgres <<SQL
SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template0 ENCODING %L', '$2', pg_get_userbyid(datdba), pg_encoding_to_char(encoding))
  || CASE datlocprovider WHEN 'c' THEN format(' LC_COLLATE %L LC_CTYPE %L', datcollate, datctype) ELSE '' END
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
# $1 gets the name $3, and $2 the name $1: in one transaction, once nobody is connected to either.
exchange() {
  for try in 1 2 3 4 5; do
    sql postgres >/dev/null 2>"$errors" <<SQL && return 0
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname IN ('$1', '$2') AND pid <> pg_backend_pid();
BEGIN;
ALTER DATABASE $(quoted "$1") RENAME TO $(quoted "$3");
ALTER DATABASE $(quoted "$2") RENAME TO $(quoted "$1");
COMMIT;
SQL
    grep -q 'accessed by other users' "$errors" || return 1
    sleep "$try"
  done
  return 1
}
