#!/bin/bash
# Starts MariaDB; on an empty volume makes the database first. The contract of the official image, each variable also as MYSQL_…:
#
#   MARIADB_ROOT_PASSWORD                root's password; one of these three is required
#   MARIADB_RANDOM_ROOT_PASSWORD         a random one, which is printed to the log
#   MARIADB_ALLOW_EMPTY_ROOT_PASSWORD    none
#   MARIADB_ROOT_HOST                    where root may come from besides the container itself (default %, everywhere)
#   MARIADB_DATABASE                     a database to make
#   MARIADB_USER, MARIADB_PASSWORD       an account to make, with every right in that database
#   MARIADB_INITDB_SKIP_TZINFO           do not load the names of time zones
#   each password, user and database + _FILE    a file to read it from
#   /docker-entrypoint-initdb.d  *.sh, *.sql, *.sql.gz, *.sql.xz run once, in order of name, in the first database
#
# Different from the official image: initialisation happens in the folder .initialising of the data's, and its result moves into place
# only when every step succeeded, so a container that is killed, or a script that fails, half-way leaves nothing that looks
# like a database: the next start begins again. Until then there is no socket where clients look for one, either.
set -Eeuo pipefail
shopt -s nullglob dotglob
data=/var/lib/mysql

log() { echo "mariadb entrypoint: $*"; }
fail() { log "$*" >&2; exit 1; }

# Sets MARIADB_<name> from itself, its older name MYSQL_<name>, or the _FILE twin of either; or to a default.
file_env() {
  local name=MARIADB_$1 default=${2:-} value='' found='' each
  for each in "MARIADB_$1" "MYSQL_$1" "MARIADB_$1_FILE" "MYSQL_$1_FILE"; do
    [[ -n ${!each:-} ]] || continue
    [[ -z $found || $found$each == "MARIADB_$1MYSQL_$1" ]] || fail "both $found and $each are set; set one of them"
    [[ -z $found ]] || continue
    found=$each
    if [[ $each == *_FILE ]]; then
      [[ -r ${!each} ]] || fail "$each names ${!each}, which cannot be read"
      value=$(<"${!each}")
    else
      value=${!each}
    fi
  done
  unset "MYSQL_$1" "MARIADB_$1_FILE" "MYSQL_$1_FILE"
  export "$name=${value:-$default}"
}

# As root: make the folders ours, then become mysql. Needs CHOWN, DAC_OVERRIDE, FOWNER, SETUID and SETGID.
become_mysql() {
  find "$data" \! -user mysql -exec chown mysql: {} +
  # Not fatal: a read-only root without a tmpfs here is the user's choice (another socket).
  mkdir -p /run/mysqld && chown mysql: /run/mysqld || true
  exec gosu mysql "$0" "$@"
}

sql() { mariadb --no-defaults --socket="$socket" -uroot --protocol=socket "$@"; }

# As one string of SQL, whatever the server's sql_mode.
quoted() { local text=${1//\\/\\\\}; printf "'%s'" "${text//\'/\\\'}"; }

run_scripts() {
  local script
  for script in /docker-entrypoint-initdb.d/*; do
    log "$script"
    case $script in
      *.sh) if [[ -x $script ]]; then "$script"; else source "$script"; fi ;;
      *.sql) client <"$script" ;;
      *.sql.gz) gunzip -c "$script" | client ;;
      *.sql.xz) xzcat "$script" | client ;;
      *) log "ignored, not a .sh, .sql, .sql.gz or .sql.xz" ;;
    esac
  done
}

# The client of the scripts: they find the server through MYSQL_UNIX_PORT, and need no password while it is set up.
client() { sql --binary-mode ${MARIADB_DATABASE:+"$MARIADB_DATABASE"}; }

accounts() {
  echo "SET @@SESSION.sql_mode = '', SQL_LOG_BIN = 0;"
  [[ -z $MARIADB_DATABASE ]] || echo "CREATE DATABASE IF NOT EXISTS \`$MARIADB_DATABASE\`;"
  if [[ -n $MARIADB_USER && -n $MARIADB_PASSWORD ]]; then
    echo "CREATE USER $(quoted "$MARIADB_USER")@'%' IDENTIFIED BY $(quoted "$MARIADB_PASSWORD");"
    [[ -z $MARIADB_DATABASE ]] ||
      echo "GRANT ALL ON \`${MARIADB_DATABASE//_/\\_}\`.* TO $(quoted "$MARIADB_USER")@'%';"
  fi
}

# Last: until here root needs no password.
root_account() {
  local password
  password=$(quoted "$MARIADB_ROOT_PASSWORD")
  if [[ -n $MARIADB_ROOT_HOST && $MARIADB_ROOT_HOST != localhost ]]; then
    echo "CREATE USER root@$(quoted "$MARIADB_ROOT_HOST") IDENTIFIED BY $password;"
    echo "GRANT ALL ON *.* TO root@$(quoted "$MARIADB_ROOT_HOST") WITH GRANT OPTION;"
  fi
  echo "ALTER USER root@localhost IDENTIFIED BY $password;"
}

initialise() (
  if [[ -z $MARIADB_ROOT_PASSWORD ]]; then
    if [[ -n $MARIADB_RANDOM_ROOT_PASSWORD ]]; then
      MARIADB_ROOT_PASSWORD=$(head -c 24 /dev/urandom | base64)
      log "GENERATED ROOT PASSWORD: $MARIADB_ROOT_PASSWORD"
    elif [[ -z $MARIADB_ALLOW_EMPTY_ROOT_PASSWORD ]]; then
      fail "no root password: set MARIADB_ROOT_PASSWORD, or MARIADB_ROOT_PASSWORD_FILE to a file that holds it"
    fi
  fi
  # Not local: the trap runs when the function has already been left. This is a subshell.
  new=$data/.initialising work='' server=''
  rm -rf "$new"
  mkdir -m 700 "$new"
  # A socket of its own: a health check on the usual one must not pass before the data is there.
  work=$(mktemp -d /tmp/mariadb-init.XXXXXX)
  socket=$work/socket
  export MYSQL_UNIX_PORT=$socket
  trap '[[ -z $server ]] || kill "$server" 2>/dev/null && wait "$server" || true; rm -rf "$work"' EXIT

  mariadb-install-db --datadir="$new" --auth-root-authentication-method=normal --skip-test-db \
    --skip-name-resolve --skip-log-bin >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "mariadb-install-db failed"; }
  "$@" --datadir="$new" --socket="$socket" --pid-file="$work/pid" --skip-networking --skip-log-bin &
  server=$!
  until sql -e 'SELECT 1' >/dev/null 2>&1; do
    kill -0 "$server" 2>/dev/null || fail "the server did not start on the new data; its log is above"
    sleep 0.1
  done
  [[ -n $MARIADB_INITDB_SKIP_TZINFO ]] || mariadb-tzinfo-to-sql /usr/share/zoneinfo 2>/dev/null | sql mysql
  accounts | sql
  run_scripts
  root_account | sql
  kill "$server"
  wait "$server"
  server=''
  [[ -s $new/mariadb_upgrade_info || -s $new/mysql_upgrade_info ]] ||
    "$1" --version | sed -n 's/.* Ver \([^ ]*\).*/\1/p' >"$new/mariadb_upgrade_info"
  sync -f "$data"
  touch "$new/.complete"
)

# Puts a complete initialisation in place; the folder mysql, by which a database is known, last. May be repeated.
take_into_use() {
  local from=$data/.initialising entry
  for entry in "$from"/*; do
    [[ ${entry##*/} == mysql || ${entry##*/} == .complete ]] || mv "$entry" "$data/"
  done
  sync -f "$data"
  mv "$from/mysql" "$data/"
  sync -f "$data"
  rm -rf "$from"
}

prepare() {
  [[ ! -d $data/mysql ]] || return 0
  if [[ ! -e $data/.initialising/.complete ]]; then
    local entry
    for entry in "$data"/*; do
      [[ ${entry##*/} =~ ^(\.initialising|lost\+found)$ ]] ||
        fail "$data holds $entry but no database (no folder mysql): give an empty volume, or the one of a database"
    done
    initialise "$@"
  fi
  take_into_use
  log "the database is initialised"
}

[[ ${1:-} != -* ]] || set -- mariadbd "$@"
[[ ${1:-} != mysqld ]] || set -- mariadbd "${@:2}"
if [[ ${1:-} == mariadbd && ! " $* " =~ " --help "|" -? "|" --version "|" -V " ]]; then
  for name in ROOT_PASSWORD DATABASE USER PASSWORD; do file_env "$name"; done
  file_env ROOT_HOST %
  for name in RANDOM_ROOT_PASSWORD ALLOW_EMPTY_ROOT_PASSWORD INITDB_SKIP_TZINFO; do file_env "$name"; done
  [[ $(id -u) != 0 ]] || become_mysql "$@"
  prepare "$@"
  # The server does not need them, and its environment can be read by others.
  unset MARIADB_ROOT_PASSWORD MARIADB_PASSWORD
fi
exec "$@"
