# MySQL's and MariaDB's part. $CLIENT and $DUMPER are their programs, $SERVER_PROGRAM the server's; $CONNECT says where to connect and as whom.
ENDING=sql.gz
# Logs in over the network as the role of backups; the password stays off every command line.
login() {
  printf '[client]\nhost=%s\nuser=%s\npassword=%s\n' "$SERVER" "$ROLE" "$(cat "$PASSWORD_FILE")" >/tmp/client.cnf
  CONNECT=--defaults-extra-file=/tmp/client.cnf
}
# SQL of standard input in database $1; columns are separated by tabs. Nothing waits for a lock of somebody else for long.
sql() {
  "$CLIENT" "$CONNECT" --connect-timeout=10 --default-character-set=utf8mb4 --init-command="SET SESSION lock_wait_timeout = ${LOCK_WAIT:-10}" -N -B "$@"
}
version() { echo "SELECT VERSION()" | sql "$1"; }
# MySQL 8 keeps sizes in a cache for a day; MariaDB does not read comments of this number.
size() {
  sql "$1" <<'SQL'
/*!80000 SET SESSION information_schema_stats_expiry = 0 */;
SELECT COALESCE(SUM(data_length + index_length), 0) FROM information_schema.tables WHERE table_schema = DATABASE();
SQL
}
# Applied migrations in order, a line each: ordinal and name.
applied() {
  there=$(echo "SHOW TABLES LIKE 'migrations\\_ledger'" | sql "$1") || return 1
  [ -n "$there" ] || return 0
  echo "SELECT CONCAT(ordinal, ' ', name) FROM migrations_ledger WHERE state IN ('applied', 'baseline') ORDER BY ordinal" | sql "$1"
}
# Who holds the lock of migrations (components/database/mysql/dialect.ts) in database $1, if it is held; keep its key in step.
runner() {
  echo "SELECT CONCAT('connection ', id, ' of the server (', user, ')') FROM information_schema.processlist
    WHERE id = IS_USED_LOCK(CONCAT('migrations.', SHA1('$1')))" | sql ''
}
migrating() { [ -n "$(runner "$1")" ]; }
# The number of tables.
tables() {
  echo "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type NOT LIKE '%VIEW'" | sql "$1"
}
# Rows of each table: name, tab, rows, as a dump has them. A table of MariaDB that keeps its history has the rows of then too; of one whose rows
# are those of other tables or servers a dump has none.
counts() {
  # shellcheck disable=SC2016 # backquotes of SQL
  echo 'SELECT CONCAT("SELECT ", QUOTE(table_name), ", ",
      IF(engine IN ("MRG_MyISAM", "FEDERATED", "CONNECT", "OQGRAPH", "SPIDER", "VP"), "0",
        CONCAT("COUNT(*) FROM `", REPLACE(table_name, "`", "``"), "`", IF(table_type = "SYSTEM VERSIONED", " FOR SYSTEM_TIME ALL", ""))), ";")
    FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type IN ("BASE TABLE", "SYSTEM VERSIONED")' |
    sql "$1" >"$work/count.sql" && sql "$1" <"$work/count.sql"
}
# Tables whose names have a tab or a line break, which stand as ? here.
unspeakable() {
  echo "SELECT REGEXP_REPLACE(table_name, '[[:cntrl:]]', '?') FROM information_schema.tables
    WHERE table_schema = DATABASE() AND table_name REGEXP '[[:cntrl:]]'" | sql "$1"
}
# Writes a dump. $1 the database, $2 the file. sh knows no pipefail: the exit code of the left side comes by descriptor 3.
dump() {
  versioned=$(echo "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'SYSTEM VERSIONED'" | sql "$1" 2>"$errors") || return 1
  history=
  [ "$versioned" = 0 ] || history=--dump-history
  # shellcheck disable=SC2086 # several words
  code=$({ { "$DUMPER" "$CONNECT" --default-character-set=utf8mb4 --single-transaction --quick --routines --events --triggers \
    --hex-blob $DUMP_FLAGS $history "$1" 2>"$errors"; echo $? >&3; } | gzip -3 >"$2" 2>>"$errors" || echo "could not write" >&3; } 3>&1)
  [ "$code" = 0 ]
}
# Reads a dump to its end and its trailer, and says how many rows of each table are in it. Lines of a routine's text may look like an
# INSERT: only what stands between the heading of a table's data and UNLOCK TABLES counts. MariaDB writes a row a line (a line break in
# a text is \n there). MySQL writes many: strings go first, as they may hold anything; rows are what is left between brackets.
read_dump() {
  code=$({ { gzip -dc "$1" 2>"$errors"; echo $? >&3; } | awk '
    data && byline && /^\(/ { rows[name]++; next }
    data && /^UNLOCK TABLES;/ { data = 0; next }
    data && /^INSERT INTO `([^`]|``)*` VALUES$/ { byline = 1; next }
    data && /^(INSERT INTO `|\()/ {
      byline = 0
      sub(/^INSERT INTO `([^`]|``)*` VALUES */, "")
      gsub(/\\./, ""); gsub(/\047[^\047]*\047/, "")
      rows[name] += 1 + gsub(/\),[ ]*\(/, "")
      next
    }
    /^-- Table structure for table `/ { name = $0; sub(/^[^`]*`/, "", name); sub(/`$/, "", name); gsub(/``/, "`", name); rows[name] = 0 }
    /^-- Dumping data for table `/ { data = 1; byline = 0; next }
    { if ($0 != "") last = $0 }
    END {
      for (name in rows) print name "\t" rows[name]
      if (last !~ /^-- Dump completed/) exit 1
    }' >"$work/rows" || echo "its last line is not -- Dump completed" | tee -a "$errors" >&3; } 3>&1)
  sort "$work/rows" >"$2" && [ "$code" = 0 ]
}
# Loads a dump into an empty database, which nobody else uses, without its locks: MariaDB refuses a row whose default comes from a sequence while
# only its table is locked. Up to the first error; ($3) `beside` goes on after errors, `table` loads table $TABLE only.
load() {
  force=
  case ${3:-} in beside | table) force=--force ;; esac
  # shellcheck disable=SC2086 # nothing when empty
  code=$({ { gzip -dc "$1" 2>"$errors"; echo $? >&3; } | if [ "${3:-}" = table ]; then only_table; else cat; fi |
    sed '/^LOCK TABLES `.*` WRITE;$/d' |
    "$CLIENT" "$CONNECT" --default-character-set=utf8mb4 --max-allowed-packet=1G $force "$2" 2>>"$errors" || echo "could not load" >&3; } 3>&1)
  [ "$code" = 0 ]
}
# Of a dump, what is of table $TABLE, and the settings around. The text of routines comes after all tables.
only_table() {
  awk 'BEGIN { wanted = ENVIRON["TABLE"]; gsub(/`/, "``", wanted); keep = 1 }
    /^-- (Table structure for table|Temporary table structure for view|Temporary view structure for view|Sequence structure for|Dumping routines|Dumping events|Final view structure)/ {
      over = over || /^-- (Dumping (routines|events)|Final)/
      keep = !over && /^-- (Table|Sequence)/ && (index($0, "`" wanted "`") || /^-- Sequence/)
    }
    /^-- Dump completed/ { keep = 1 }
    keep'
}
# Ends every session in a database.
cut_off() { echo "SELECT CONCAT('KILL ', id, ';') FROM information_schema.processlist WHERE db = '$1' AND id <> CONNECTION_ID()" | sql '' >"$work/cut" && sql --force '' <"$work/cut"; }
# A server of its own in folder $1, reached by its socket there alone; sql, load and counts speak to it from then on.
start_scratch() {
  CONNECT=--defaults-file=$1/client.cnf
  printf '[client]\nsocket=%s/socket\nuser=root\n[mysqldump]\n[mariadb-dump]\n' "$1" >"$1/client.cnf"
  if [ "$CLIENT" = mariadb ]; then
    mariadb-install-db --no-defaults --datadir="$1/data" --auth-root-authentication-method=normal --skip-test-db >"$errors" 2>&1
  else
    mysqld --no-defaults --initialize-insecure --datadir="$1/data" >"$errors" 2>&1
  fi || return 1
  "$SERVER_PROGRAM" --no-defaults --datadir="$1/data" --socket="$1/socket" --pid-file="$1/pid" --tmpdir="$1" --skip-networking \
    --skip-log-bin --character-set-server=utf8mb4 --innodb-buffer-pool-size=32M --innodb-flush-log-at-trx-commit=0 \
    --performance-schema=OFF --max-allowed-packet=1G >"$errors" 2>&1 &
  server=$!
  tries=0
  until echo "CREATE DATABASE \`$DATABASE\`" | sql '' 2>/dev/null; do
    tries=$((tries + 1))
    kill -0 "$server" 2>/dev/null && [ "$tries" -lt 300 ] || return 1
    sleep 0.2
  done
}
stop_scratch() { [ -z "${server:-}" ] || { kill -9 "$server" && wait "$server"; } 2>/dev/null; }
[ -z "${PASSWORD_FILE:-}" ] || login
