#!/bin/bash
# Starts PostgreSQL; on an empty volume makes the database first. The contract of the official image:
#
#   POSTGRES_PASSWORD            the superuser's password; required unless POSTGRES_HOST_AUTH_METHOD=trust
#   POSTGRES_USER, POSTGRES_DB   superuser (default postgres), first database (default: named as the user)
#   POSTGRES_INITDB_ARGS         more arguments for initdb
#   POSTGRES_HOST_AUTH_METHOD    how clients on the network prove who they are (default scram-sha-256)
#   each of the above + _FILE    a file to read it from
#   /docker-entrypoint-initdb.d  *.sh, *.sql, *.sql.gz, *.sql.xz run once, in order of name, in the first database
#
# Different from the official image: initialisation happens in $PGDATA/.initialising, and its result moves to $PGDATA
# only when every step succeeded, so a container that is killed, or a script that fails, half-way leaves nothing that
# looks like a database: the next start begins again. Until then there is no socket where clients look for one, either.
set -Eeuo pipefail
shopt -s nullglob dotglob

fail() { echo "postgres entrypoint: $*" >&2; exit 1; }

# Sets a variable from its _FILE twin, or to a default.
file_env() {
  local name=$1 file=$1_FILE default=${2:-}
  [[ -z ${!name:-} || -z ${!file:-} ]] || fail "both $name and $file are set; set one of them"
  if [[ -n ${!file:-} ]]; then
    [[ -r ${!file} ]] || fail "$file names ${!file}, which cannot be read"
    export "$name"="$(<"${!file}")"
  else
    export "$name"="${!name:-$default}"
  fi
  unset "$file"
}

# As root: make the folders ours, then become postgres. Needs CHOWN, DAC_OVERRIDE, FOWNER, SETUID and SETGID.
become_postgres() {
  mkdir -p "$PGDATA"
  find "$PGDATA" \! -user postgres -exec chown postgres: {} +
  chmod 700 "$PGDATA"
  # Not fatal: a read-only root without a tmpfs here is the user's choice (unix_socket_directories elsewhere).
  mkdir -p /var/run/postgresql && chown postgres: /var/run/postgresql && chmod 3775 /var/run/postgresql || true
  exec gosu postgres "$0" "$@"
}

run_scripts() {
  local script
  for script in /docker-entrypoint-initdb.d/*; do
    echo "postgres entrypoint: $script"
    case $script in
      *.sh) if [[ -x $script ]]; then "$script"; else source "$script"; fi ;;
      *.sql) sql -d "$POSTGRES_DB" -f "$script" ;;
      *.sql.gz) gunzip -c "$script" | sql -d "$POSTGRES_DB" ;;
      *.sql.xz) xzcat "$script" | sql -d "$POSTGRES_DB" ;;
      *) echo "postgres entrypoint: ignored, not a .sh, .sql, .sql.gz or .sql.xz" ;;
    esac
  done
}

sql() { psql -v ON_ERROR_STOP=1 --no-psqlrc --no-password -U "$POSTGRES_USER" "$@"; }

initialise() (
  [[ -n $POSTGRES_PASSWORD || $POSTGRES_HOST_AUTH_METHOD == trust ]] ||
    fail "no superuser password: set POSTGRES_PASSWORD, or POSTGRES_PASSWORD_FILE to a file that holds it"
  rm -rf "$PGDATA/.initialising"
  export PGDATA=$PGDATA/.initialising
  # A socket of its own: a health check on the usual one must not pass before the data is there.
  PGHOST=$(mktemp -d /tmp/postgres-init.XXXXXX)
  export PGHOST
  trap 'rm -rf "$PGHOST"' EXIT

  eval 'initdb --username="$POSTGRES_USER" --pwfile=<(printf "%s\n" "$POSTGRES_PASSWORD") '"$POSTGRES_INITDB_ARGS"
  printf '\nhost all all all %s\n' "$POSTGRES_HOST_AUTH_METHOD" >>"$PGDATA/pg_hba.conf"
  pg_ctl -D "$PGDATA" -o "-c listen_addresses='' -c unix_socket_directories='$PGHOST' -p ${PGPORT:-5432}" -w start
  [[ $POSTGRES_DB == postgres ]] || sql -d postgres -v db="$POSTGRES_DB" <<<'CREATE DATABASE :"db"'
  run_scripts
  pg_ctl -D "$PGDATA" -m fast -w stop
  sync -f "$PGDATA"
  touch "$PGDATA/.complete"
)

# Puts a complete initialisation in place; PG_VERSION, by which a database is known, last. May be repeated.
take_into_use() {
  local from=$PGDATA/.initialising entry
  for entry in "$from"/*; do
    [[ ${entry##*/} == PG_VERSION || ${entry##*/} == .complete ]] || mv "$entry" "$PGDATA/"
  done
  sync -f "$PGDATA"
  mv "$from/PG_VERSION" "$PGDATA/"
  sync -f "$PGDATA"
  rm -rf "$from"
}

prepare() {
  [[ ! -s $PGDATA/PG_VERSION ]] || return 0
  if [[ ! -e $PGDATA/.initialising/.complete ]]; then
    local entry
    for entry in "$PGDATA"/*; do
      [[ ${entry##*/} =~ ^(\.initialising|lost\+found)$ ]] ||
        fail "$PGDATA holds $entry but no database (no PG_VERSION): give an empty volume, or the one of a database"
    done
    initialise
  fi
  take_into_use
  echo "postgres entrypoint: the database is initialised"
}

[[ ${1:-} != -* ]] || set -- postgres "$@"
if [[ ${1:-} == postgres && ! " $* " =~ " --help "|" -? "|" --version "|" -V "|" --describe-config " ]]; then
  file_env POSTGRES_PASSWORD
  file_env POSTGRES_USER postgres
  file_env POSTGRES_DB "$POSTGRES_USER"
  file_env POSTGRES_INITDB_ARGS
  file_env POSTGRES_HOST_AUTH_METHOD scram-sha-256
  [[ $(id -u) != 0 ]] || become_postgres "$@"
  prepare
  # The server does not need it, and its environment can be read by others.
  unset POSTGRES_PASSWORD
fi
exec "$@"
