# How MySQL and MariaDB make a database beside another, and exchange the two. They cannot rename a database: tables move, in one statement
# that is done as a whole or not at all; views, routines, triggers and events cannot move, and are made again from their text.
quoted() { printf '`%s`' "$1"; }
# With the character set of $1.
create_like() {
  echo "SELECT CONCAT('CREATE DATABASE \`$2\` CHARACTER SET ', default_character_set_name, ' COLLATE ', default_collation_name, ';')
    FROM information_schema.schemata WHERE schema_name = '$1'" | sql '' >"$work/create.sql" && sql '' <"$work/create.sql"
}
drop() { echo "DROP DATABASE IF EXISTS $(quoted "$1")" | sql ''; }
# The text of all in database $1 that is not a table.
objects() {
  "$DUMPER" "$CONNECT" --default-character-set=utf8mb4 --no-data --no-create-info --skip-add-drop-table --single-transaction \
    --routines --events --triggers "$1" || return 1
  echo "SELECT table_name FROM information_schema.views WHERE table_schema = DATABASE()" | sql "$1" >"$work/views" || return 1
  database=$1
  set --
  while IFS= read -r view; do set -- "$@" "$view"; done <"$work/views"
  [ $# -eq 0 ] || "$DUMPER" "$CONNECT" --default-character-set=utf8mb4 --no-data --skip-triggers --single-transaction "$database" "$@"
}
# What in a database is not a table: kind and name, a line each. Triggers first: dropping one fails when somebody uses its table.
named() {
  sql "$1" <<'SQL'
SELECT CONCAT('TRIGGER `', REPLACE(trigger_name, '`', '``'), '`') FROM information_schema.triggers WHERE trigger_schema = DATABASE() ORDER BY 1;
SELECT CONCAT('VIEW `', REPLACE(table_name, '`', '``'), '`') FROM information_schema.views WHERE table_schema = DATABASE() ORDER BY 1;
SELECT CONCAT('EVENT `', REPLACE(event_name, '`', '``'), '`') FROM information_schema.events WHERE event_schema = DATABASE() ORDER BY 1;
SELECT CONCAT(routine_type, ' `', REPLACE(routine_name, '`', '``'), '`') FROM information_schema.routines WHERE routine_schema = DATABASE() ORDER BY 1;
SQL
}
drop_objects() { named "$1" >"$work/named" && sed 's/.*/DROP &;/' "$work/named" | sql "$1"; }
# The parts of a RENAME TABLE that moves all tables of $1 to $2.
moves() {
  echo "SELECT CONCAT('\`$1\`.\`', REPLACE(table_name, '\`', '\`\`'), '\` TO \`$2\`.\`', REPLACE(table_name, '\`', '\`\`'), '\`')
    FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type IN ('BASE TABLE', 'SEQUENCE')" | sql "$1"
}
move() {
  [ -s "$1" ] || return 0
  { echo "SET foreign_key_checks = 0; RENAME TABLE"; sed '$!s/$/,/' "$1"; echo ";"; } | sql ''
}
# What is in $1 gets the name $3, and what is in $2 the name $1. When it fails, $1 is as it was.
exchange() {
  named "$1" >"$work/names" 2>"$errors" && objects "$1" >"$work/old.sql" 2>"$errors" && objects "$2" >"$work/new.sql" 2>"$errors" &&
    create_like "$1" "$3" 2>"$errors" && { moves "$1" "$3" && moves "$2" "$1"; } >"$work/there" &&
    { moves "$2" "$1" && moves "$1" "$3"; } | reversed >"$work/back" || return 1
  if drop_objects "$1" 2>"$errors" && drop_objects "$2" 2>"$errors" && move "$work/there" 2>"$errors"; then
    if sql "$1" <"$work/new.sql" 2>"$errors"; then
      sql "$3" <"$work/old.sql" 2>"$errors" || echo "Views, routines or triggers of $3 could not be made again: $(tail -n 1 "$errors")" >&2
      drop "$2"
      return 0
    fi
    drop_objects "$1" 2>/dev/null
    move "$work/back" 2>>"$errors"
  fi
  # What was not dropped yet is there already: such errors do not count, what is missing in the end does.
  sql --force "$1" <"$work/old.sql" 2>/dev/null
  named "$1" | cmp -s - "$work/names" ||
    { echo "Not all views, routines and triggers of $1 could be made again. Their text:" && cat "$work/old.sql"; } >&2
  drop "$3"
  return 1
}
reversed() { sed 's/^\(.*\) TO \(.*\)$/\2 TO \1/'; }
