# What the scripts of this folder share; $DATABASE is the database and $BACKUPS the folder of its backups. A backup is two files, named
# after its id: the dump, and a manifest ID.json that is written last. Without a manifest there is no backup.
set -u
umask 077
export LC_ALL=C
TAB=$(printf '\t')
work=$(mktemp -d "${TMPDIR:-/tmp}/backup.XXXXXX") || exit 1
errors=$work/errors

# Ids of all backups, the oldest first: an id starts with the time at which it was taken.
ids() { for manifest in "$BACKUPS"/*.json; do [ ! -f "$manifest" ] || basename "$manifest" .json; done; }
# The time of an id, in seconds since 1970.
taken() { date -u -d "$(printf '%s\n' "$1" | sed -E 's/^(....)(..)(..)-(..)(..)(..)-.*/\1-\2-\3 \4:\5:\6/')" +%s; }
utc() { date -u +%Y-%m-%dT%H:%M:%SZ; }
# A text inside the quotes of JSON.
json() { printf '%s' "$1" | tr '\000-\037' ' ' | sed 's/[\\"]/\\&/g'; }
# A field of a backup's manifest; nothing for null.
field() { sed -nE "s/^  \"$2\": (\"(.*)\"|([0-9a-z]+)),?\$/\2\3/p" "$BACKUPS/$1.json" | sed 's/^null$//; s/\\\([\\"]\)/\1/g'; }
# Sets a field to a value in JSON. The manifest is exchanged as a whole.
set_field() {
  sed -E "s|^  \"$2\": [^,]*(,?)\$|  \"$2\": $3\1|" "$BACKUPS/$1.json" >"$BACKUPS/$1.json.new" &&
    sync "$BACKUPS/$1.json.new" && mv "$BACKUPS/$1.json.new" "$BACKUPS/$1.json"
}
# The manifest's rows of each table, as `counts` gives them: name, tab, rows; in order of name.
manifest_counts() {
  sed -n '/^  "tables": {/,/^  }/p' "$BACKUPS/$1.json" |
    sed -nE "s/^    \"(.*)\": ([0-9]+),?\$/\1$TAB\2/p" | sed 's/\\\([\\"]\)/\1/g' | sort
}
# What a database lacks or has too much of, compared with the manifest; nothing when it is the same.
differences() {
  manifest_counts "$2" >"$work/expected"
  counts "$1" | sort >"$work/found"
  diff "$work/expected" "$work/found" | sed -n "s/^< \(.*\)$TAB\(.*\)/  expected \2 rows in \1/p; s/^> \(.*\)$TAB\(.*\)/  found \2 rows in \1/p"
  [ -s "$work/expected" ] || [ ! -s "$work/found" ] || echo "  the manifest of $2 names no tables"
  head=$(applied "$1" | tail -n 1)
  [ "$head" = "$(field "$2" migrationHead)" ] ||
    echo "  expected migration head \"$(field "$2" migrationHead)\", found \"$head\""
}
# Whether a backup is there as a whole and is what was written; says what is wrong.
intact() {
  case $1 in '' | *[!0-9a-f-]*) echo "\"$1\" is not the id of a backup" && return 1 ;; esac
  [ -f "$BACKUPS/$1.json" ] || { echo "there is no backup $1 of database $DATABASE" && return 1; }
  file=$BACKUPS/$(field "$1" file)
  [ -f "$file" ] || { echo "its file $file is gone" && return 1; }
  sum=$(sha256sum "$file" | cut -c 1-64)
  [ "$sum" = "$(field "$1" sha256)" ] || {
    echo "its file $file is not what was written: $(wc -c <"$file") bytes of $(field "$1" bytes), checksum $sum"
    return 1
  }
}
