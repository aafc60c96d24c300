# What of a database MySQL and MariaDB cannot move to another: views, routines, triggers and events; and what they can: tables.
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
# The parts of a RENAME TABLE that moves all tables of $1 to $2: those with a history and sequences too.
moves() {
  echo "SELECT CONCAT('\`$1\`.\`', REPLACE(table_name, '\`', '\`\`'), '\` TO \`$2\`.\`', REPLACE(table_name, '\`', '\`\`'), '\`')
    FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type NOT LIKE '%VIEW'" | sql "$1"
}
# In one statement, which is done as a whole or not at all.
move() {
  [ -s "$1" ] || return 0
  { echo "SET foreign_key_checks = 0; RENAME TABLE"; sed '$!s/$/,/' "$1"; echo ";"; } | sql ''
}
