# What the scripts of this folder share; $DATABASE is the database and $BACKUPS the folder of its backups. A backup is two files, named
# after its id: the dump, and a manifest ID.json that is written last. Without a manifest there is no backup.
set -u
umask 077
export LC_ALL=C
TAB=$(printf '\t')
work=$(mktemp -d "${TMPDIR:-/tmp}/backup.XXXXXX") || exit 1
errors=$work/errors

# Seconds since 1970; $NOW is a clock of tests.
now() { echo "${NOW:-$(date +%s)}"; }
# Ids of all backups, the oldest first: an id starts with the time at which it was taken. A manifest that is not whole is no backup.
ids() {
  for manifest in "$BACKUPS"/[0-9]*-[0-9]*.json; do
    [ "$(tail -n 1 "$manifest" 2>/dev/null)" != "}" ] || basename "$manifest" .json
  done
}
# The newest backup, and those that are dated later than now: a clock was wrong, and they say nothing about how old the newest is.
newest() { ids | awk -v now="$(stamp)" 'substr($0, 1, 15) <= now' | tail -n 1; }
from_the_future() { ids | awk -v now="$(stamp)" 'substr($0, 1, 15) > now'; }
stamp() { date -u -d "@$(now)" +%Y%m%d-%H%M%S; }
# The time of an id, in seconds since 1970.
taken() { date -u -d "$(printf '%s\n' "$1" | sed -E 's/^(....)(..)(..)-(..)(..)(..)-.*/\1-\2-\3 \4:\5:\6/')" +%s; }
utc() { date -u +%Y-%m-%dT%H:%M:%SZ; }
# A text inside the quotes of JSON.
json() { printf '%s' "$1" | tr '\000-\037' ' ' | sed 's/[\\"]/\\&/g'; }
# A field of a backup's manifest; nothing for null.
field() { sed -nE "s/^  \"$2\": (\"(.*)\"|([0-9a-z]+)),?\$/\2\3/p" "$BACKUPS/$1.json" | sed 's/^null$//; s/\\\([\\"]\)/\1/g'; }
# Sets a field to a value in JSON. The manifest is exchanged as a whole, by one writer at a time.
set_field() {
  (
    ! command -v flock >/dev/null || flock 9
    draft=$(mktemp "$BACKUPS/.$1.XXXXXX") || exit 1
    sed -E "s|^  \"$2\": [^,]*(,?)\$|  \"$2\": $3\1|" "$BACKUPS/$1.json" >"$draft" && [ "$(tail -n 1 "$draft")" = "}" ] &&
      sync "$draft" && mv "$draft" "$BACKUPS/$1.json" || { rm -f "$draft" && exit 1; }
  ) 9<"$BACKUPS"
}
# The manifest's rows of each table, as `counts` gives them: name, tab, rows; in order of name.
manifest_counts() {
  sed -n '/^  "tables": {/,/^  }/p' "$BACKUPS/$1.json" |
    sed -nE "s/^    \"(.*)\": ([0-9]+),?\$/\1$TAB\2/p" | sed 's/\\\([\\"]\)/\1/g' | sort
}
# What a database lacks or has too much of, compared with the manifest; nothing when it is the same.
differences() {
  manifest_counts "$2" >"$work/expected"
  counts "$1" >"$work/counted" || { echo "  the rows of $1 could not be counted" && return; }
  sort "$work/counted" >"$work/found"
  diff "$work/expected" "$work/found" | sed -n "s/^< \(.*\)$TAB\(.*\)/  expected \2 rows in \1/p; s/^> \(.*\)$TAB\(.*\)/  found \2 rows in \1/p"
  [ -s "$work/expected" ] || [ ! -s "$work/found" ] || echo "  the manifest of $2 names no tables"
  head=$(applied "$1" | tail -n 1)
  [ "$head" = "$(field "$2" migrationHead)" ] ||
    echo "  expected migration head \"$(field "$2" migrationHead)\", found \"$head\""
}
# What the programs said, for a message: the first errors among it, else its last lines. The first one is the cause.
told() { { grep -iE 'error|fatal|panic' "$errors" || grep . "$errors" | tail -n 3; } 2>/dev/null | head -n "${1:-3}" | sed 's/^/  | /'; }
mib() { echo $((($1 + 1048575) / 1048576)); }
# Bytes that are free in the fullest of these folders' file systems.
free_in() { df -Pk "$@" | awk 'NR > 1 && (least == "" || $4 < least) { least = $4 } END { printf "%.0f\n", least * 1024 }'; }
# Loads a dump ($1) into an empty database ($2) as `load` does, and ends it before less than $3 bytes are left in folders $4…: a server
# whose disk is full stops serving every other database too.
load_watched() {
  dump=$1 into=$2 reserve=$3
  shift 3
  rm -f "$work/full"
  load "$dump" "$into" ${LOAD_MODE:+"$LOAD_MODE"} &
  loading=$!
  before=
  while kill -0 "$loading" 2>/dev/null; do
    free=$(free_in "$@")
    # Until the load is ended it goes on, and faster than at its beginning: eight times what it took since the last look must be there too.
    taken=$((${before:-$free} - free))
    [ "$taken" -gt 0 ] || taken=0
    if [ $((free - 8 * taken)) -lt "$reserve" ]; then
      [ -f "$work/full" ] || echo "$free" >"$work/full"
      cut_off "$into" 2>/dev/null
    fi
    before=$free
    # A look costs a hundredth of a second; a fast disk takes a reserve in a tenth.
    if [ "$free" -gt $((8 * reserve)) ]; then sleep 0.2; else sleep 0.03; fi
  done
  wait "$loading" && [ ! -f "$work/full" ] && return
  [ ! -f "$work/full" ] || echo "error: ended before the disk was full: $(mib "$(cat "$work/full")") MiB were left, of which $(mib "$reserve") MiB must stay free" >"$errors"
  return 1
}
# How database $1 is, from a look at it: its server may need a moment after a crash.
looked() {
  for try in 1 2 3 4 5 6; do
    if there=$(tables "$1" 2>"$work/look") && [ "$there" != 0 ]; then echo "Database $1 was looked at afterwards: it answers, and has $there tables." && return; fi
    [ "$there" != 0 ] || { echo "Database $1 was looked at afterwards: it answers, and has no tables." && return; }
    sleep "$try"
  done
  echo "Database $1 DOES NOT ANSWER: $(head -n 1 "$work/look")"
  echo "  fix: read the log of its container and free space on its disk; the container starts again automatically once it can"
  return 1
}
# Whether a backup is there as a whole and is what was written; says what is wrong. 2: it was whole once, and is damaged.
intact() {
  case $1 in '' | *[!0-9a-f-]*) echo "\"$1\" is not the id of a backup" && return 1 ;; esac
  [ -f "$BACKUPS/$1.json" ] || { echo "there is no backup $1 of database $DATABASE" && return 1; }
  format=$(field "$1" format)
  [ "${format:-1}" = 1 ] || { echo "its manifest has format $format and was written by a newer version of this program, which is needed to read it" && return 1; }
  engine=$(field "$1" engine)
  [ "$engine" = "$PRODUCT" ] || { echo "it is a backup of ${engine:-an unknown product}, and this is $PRODUCT" && return 1; }
  file=$BACKUPS/$1.$ENDING
  [ "$(field "$1" file)" = "$1.$ENDING" ] || { echo "its manifest names the file \"$(field "$1" file)\", expected $1.$ENDING" && return 1; }
  [ -f "$file" ] || { echo "its file $file no longer exists" && return 2; }
  sum=$(sha256sum "$file" | cut -c 1-64)
  [ -n "$sum" ] || { echo "its file $file cannot be read" && return 1; }
  [ "$sum" = "$(field "$1" sha256)" ] || {
    echo "its file $file is not what was written: $(wc -c <"$file") bytes of $(field "$1" bytes), checksum $sum"
    return 2
  }
}
