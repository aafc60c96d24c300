# How MySQL and MariaDB make a database beside another.
quoted() { printf '`%s`' "$1"; }
# With the character set of $1.
create_like() {
  echo "SELECT CONCAT('CREATE DATABASE \`$2\` CHARACTER SET ', default_character_set_name, ' COLLATE ', default_collation_name, ';')
    FROM information_schema.schemata WHERE schema_name = '$1'" | sql '' >"$work/create.sql" && sql '' <"$work/create.sql"
}
drop() { echo "DROP DATABASE IF EXISTS $(quoted "$1")" | sql ''; }
# Never one that holds a table.
drop_empty() {
  holds=$(tables "$1") || return 1
  [ "$holds" = 0 ] || { echo "database $1 holds $holds tables and is not deleted" && return 1; }
  drop "$1"
}
# Accounts that views, routines, triggers and events of a dump ($1) run as and that the server does not have, a line each.
missing_roles() {
  gzip -dc "$1" 2>"$errors" | awk '/^(\/\*!5|CREATE ).*DEFINER=`/ && match($0, /DEFINER=`([^`]|``)*`@`[^`]*`/) { print substr($0, RSTART + 8, RLENGTH - 8) }' | sort -u >"$work/roles"
  echo "SELECT CONCAT('\`', REPLACE(user, '\`', '\`\`'), '\`@\`', host, '\`') FROM mysql.user" | sql '' 2>"$errors" | sort -u >"$work/accounts" && [ -s "$work/accounts" ] || return 1
  comm -23 "$work/roles" "$work/accounts"
}
# The folders whose disks a restore fills.
folders() { echo "SELECT @@datadir" | sql ''; }
# Bytes of a database that a backup brings, by the server's estimate of then or the text of the dump; and of the log that loading them writes.
weight() {
  text=$(gzip -dc "$BACKUPS/$1.$ENDING" | wc -c)
  then=$(field "$1" databaseBytes)
  echo $((text > then ? text : then))
}
log_weight() {
  log=$(echo "SELECT @@log_bin" | sql '') && echo $((log * $1))
}
# Databases of this one's restores and imports: name and bytes.
of_restores() {
  sql '' <<SQL
SELECT schema_name, COALESCE((SELECT SUM(data_length + index_length) FROM information_schema.tables WHERE table_schema = schema_name), 0)
  FROM information_schema.schemata
 WHERE LEFT(schema_name, CHAR_LENGTH(LEFT('$1', 36)) + 1) = CONCAT(LEFT('$1', 36), '_')
   AND SUBSTRING(schema_name, CHAR_LENGTH(LEFT('$1', 36)) + 2) REGEXP '^(restore|before|beside|import)_[0-9]{8}_[0-9]{6}\$' ORDER BY 1;
SQL
}
