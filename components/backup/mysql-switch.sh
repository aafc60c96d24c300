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
drop_objects() {
  sql "$1" >"$work/drop.sql" <<'SQL'
SELECT CONCAT('DROP TRIGGER `', REPLACE(trigger_name, '`', '``'), '`;') FROM information_schema.triggers WHERE trigger_schema = DATABASE()
UNION ALL SELECT CONCAT('DROP VIEW `', REPLACE(table_name, '`', '``'), '`;') FROM information_schema.views WHERE table_schema = DATABASE()
UNION ALL SELECT CONCAT('DROP EVENT `', REPLACE(event_name, '`', '``'), '`;') FROM information_schema.events WHERE event_schema = DATABASE()
UNION ALL SELECT CONCAT('DROP ', routine_type, ' `', REPLACE(routine_name, '`', '``'), '`;') FROM information_schema.routines WHERE routine_schema = DATABASE();
SQL
  [ $? -eq 0 ] && sql "$1" <"$work/drop.sql"
}
# The parts of a RENAME TABLE that moves all tables of $1 to $2.
moves() {
  echo "SELECT CONCAT('\`$1\`.\`', REPLACE(table_name, '\`', '\`\`'), '\` TO \`$2\`.\`', REPLACE(table_name, '\`', '\`\`'), '\`')
    FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type IN ('BASE TABLE', 'SEQUENCE')" | sql "$1"
}
move() {
  [ -s "$1" ] || return 0
  { echo "SET foreign_key_checks = 0; SET lock_wait_timeout = 10; RENAME TABLE"; sed '$!s/$/,/' "$1"; echo ";"; } | sql ''
}
# What is in $1 gets the name $3, and what is in $2 the name $1. When it fails, $1 is as it was.
exchange() {
  objects "$1" >"$work/old.sql" 2>"$errors" && objects "$2" >"$work/new.sql" 2>"$errors" && create_like "$1" "$3" 2>"$errors" || return 1
  { moves "$1" "$3" && moves "$2" "$1"; } >"$work/there" && { moves "$2" "$1" | reversed && moves "$1" "$3" | reversed; } >"$work/back" || return 1
  if drop_objects "$1" 2>"$errors" && drop_objects "$2" 2>"$errors" && move "$work/there" 2>"$errors"; then
    if sql "$1" <"$work/new.sql" 2>"$errors"; then
      sql "$3" <"$work/old.sql" 2>"$errors" || echo "The views, routines and triggers of $3 could not be made again: $(tail -n 1 "$errors")" >&2
      drop "$2"
      return 0
    fi
    cp "$errors" "$work/cause" && drop_objects "$1" && move "$work/back" && cp "$work/cause" "$errors"
  fi
  drop_objects "$1" 2>/dev/null
  sql "$1" <"$work/old.sql" || echo "What was dropped of $1 could not be made again; its text: $(cat "$work/old.sql")" >&2
  drop "$3"
  return 1
}
reversed() { sed 's/^\(.*\) TO \(.*\)$/\2 TO \1/'; }
