# How MySQL and MariaDB exchange two databases: tables move in one statement; views, routines, triggers and events are recreated from their text.
# $journal is there from before the first change until all is whole again: what an exchange that was killed needs to be finished, and
# what keeps a second one away. It lies on the volume of backups, so that it outlives the container.
journal=$BACKUPS/.exchange
LOCK_WAIT=4

# Keeps everybody out but administrators, until `unfence` or the server's next start: init_connect is run for everyone else and fails. Then ends
# the sessions that there are.
fence() {
  before=$(echo "SELECT IF(@@GLOBAL.init_connect LIKE '%databases are being exchanged%', '-', HEX(@@GLOBAL.init_connect))" | sql '') || return 1
  # What an exchange that was interrupted found is what there was.
  [ "$before" = - ] && [ -f "$journal/init_connect" ] || printf '%s\n' "${before#-}" >"$journal/init_connect" || return 1
  echo "SET GLOBAL init_connect = 'SIGNAL SQLSTATE ''45000'' SET MESSAGE_TEXT = ''databases are being exchanged'''" | sql '' &&
    cut_off_all "'mysql', 'root'"
}
unfence() {
  [ ! -f "$journal/init_connect" ] || echo "SET GLOBAL init_connect = CONVERT(X'$(cat "$journal/init_connect" 2>/dev/null)' USING utf8mb4)" | sql ''
}
# As unfence, and says what it means that it failed.
let_in() {
  unfence 2>"$work/unfence" && return 0
  echo "Connections may still be refused (init_connect): $(tail -n 1 "$work/unfence"). A restart of the database's container ends that." >&2
  return 1
}
# Ends all sessions but those of users $1 and the server's own.
cut_off_all() {
  for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    echo "SELECT CONCAT('KILL ', id, ';') FROM information_schema.processlist WHERE id <> CONNECTION_ID() AND command NOT IN ('Daemon', 'Binlog Dump', 'Binlog Dump GTID')
      AND user NOT IN ('system user', 'event_scheduler', 'unauthenticated user'${1:+, $1})" | sql '' >"$work/cut" || return 1
    [ -s "$work/cut" ] || return 0
    sql --force '' <"$work/cut" 2>/dev/null
    sleep 0.2
  done
  echo "sessions could not be ended: $(tr '\n' ' ' <"$work/cut")" >&2
  return 1
}
# What is in $1 gets the name $3, and what is in $2 the name $1. When it fails, $1 is as it was; what is not is said. Nothing that holds a table is dropped.
exchange() {
  mkdir "$journal" 2>/dev/null || { echo "another exchange is running, or was interrupted: npm run restore -- --finish" >"$errors" && return 1; }
  if ! prepare "$@" 2>"$errors"; then
    [ ! -f "$journal/created" ] || drop_empty "$3" >/dev/null 2>&1
    rm -rf "$journal"
    return 1
  fi
  # A child of its own: this shell is left to put things right when it is killed.
  if (fence 2>"$errors" && forward "$@") || [ -f "$journal/served" ]; then
    # The tables have moved and are served: what is left to do is for --finish.
    completed "$@" || unfinished
    return 0
  fi
  backward "$@" && concluded
  return 1
}
# All that is needed to go on, or back, is on the disk before the first change.
prepare() {
  printf '%s %s\n' "$$" "$(cut -d ' ' -f 22 "/proc/$$/stat")" >"$journal/process"
  named "$1" >"$journal/names" && named "$2" >"$journal/new-names" && objects "$1" >"$journal/old.sql" && objects "$2" >"$journal/new.sql" &&
    moves "$1" "$3" >"$journal/old" && moves "$2" "$1" >"$journal/new" && create_like "$1" "$3" && : >"$journal/created" &&
    cat "$journal/old" "$journal/new" >"$journal/there" && { reversed <"$journal/new" && reversed <"$journal/old"; } >"$journal/back" &&
    printf '%s\n' "$@" >"$journal/databases.new" && sync "$journal"/* && mv "$journal/databases.new" "$journal/databases" && sync "$journal"
}
forward() {
  drop_objects "$1" 2>"$errors" && drop_objects "$2" 2>"$errors" && move "$journal/there" 2>"$errors" && serve_new "$@"
}
# What hangs on the tables of $1, once they have moved. It is done once: migrations may change it afterwards.
serve_new() {
  [ ! -f "$journal/served" ] || return 0
  drop_objects "$1" 2>"$errors" && sql "$1" <"$journal/new.sql" 2>"$errors" && : >"$journal/served"
}
# What hung on the tables that are now in $3, unless that was deleted meanwhile.
recreate_old() {
  [ ! -f "$journal/recreated" ] && exists "$3" || return 0
  drop_objects "$3" 2>"$errors" && sql "$3" <"$journal/old.sql" 2>"$errors" && : >"$journal/recreated" && return 0
  echo "Not all views, routines, triggers and events of $3 could be recreated: $(tail -n 1 "$errors"). Their text is kept, in $journal/old.sql" >&2
  return 1
}
# Everything after the tables of $1 are served.
completed() {
  if recreate_old "$@"; then
    ! exists "$2" || drop_empty "$2" >&2 || :
    concluded
  else
    let_in
    return 1
  fi
}
unfinished() { echo "  fix: npm run restore -- --finish; no backup is taken until then" >&2; }
# Whether there is a database $1; when the server does not say, there is.
exists() { [ "$(echo "SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = '$1'" | sql '' 2>/dev/null)" != 0 ]; }
# Whether the tables have moved, by a look at the server. They move all at once.
moved() {
  [ ! -f "$journal/served" ] || return 0
  if [ -s "$journal/old" ]; then [ "$(tables "$3")" = "$(wc -l <"$journal/old")" ]; else [ -s "$journal/new" ] && [ "$(tables "$1")" = "$(wc -l <"$journal/new")" ]; fi
}
# After a failure: the tables are where they were, and all that hung on them too. Administrators' sessions hold no lock any more then.
backward() {
  cp "$errors" "$work/cause"
  if moved "$@"; then
    { cut_off_all '' && drop_objects "$1" && move "$journal/back"; } 2>"$work/back-errors"
    if moved "$@"; then
      # Where they are is said from a look at the server; what could be made is better than nothing.
      sql --force "$1" <"$journal/new.sql" 2>/dev/null
      let_in
      {
        echo "The tables could not be moved back: $(tail -n 1 "$work/back-errors")"
        echo "Those that served until now are in database $3 ($(tables "$3") tables); those of the backup are in $1 ($(tables "$1") tables). Nothing was deleted."
        echo "  fix: npm run restore -- --finish"
      } >&2
      cp "$work/cause" "$errors"
      return 1
    fi
  fi
  # What was not dropped yet is there already: such errors do not count, what is missing in the end does.
  sql --force "$1" <"$journal/old.sql" 2>/dev/null
  sql --force "$2" <"$journal/new.sql" 2>/dev/null
  cp "$work/cause" "$errors"
  lost=$(missing "$1" names && missing "$2" new-names)
  if [ -n "$lost" ]; then
    printf 'These could not be recreated: %s. Their text is kept, in %s/old.sql and new.sql\n' "$(echo "$lost" | tr '\n' ' ')" "$journal" >&2
    unfinished
    let_in
    return 1
  fi
  ! exists "$3" || drop_empty "$3" >&2 || :
}
# What file $2 of the journal names and database $1 does not have. A journal of an earlier version may not have the file.
missing() {
  [ -f "$journal/$2" ] || return 0
  named "$1" 2>/dev/null | sort >"$work/there"
  sort "$journal/$2" | comm -23 - "$work/there" | sed "s/.*/& of $1/"
}
# Ends an exchange that is whole. The journal is what another try needs: it stays when anything is left to do.
concluded() { let_in && rm -rf "$journal"; }
reversed() { sed 's/^\(.*\) TO \(.*\)$/\2 TO \1/'; }
# Says which exchange was interrupted, if one was: not one that is running.
interrupted() {
  [ -d "$journal" ] || return 0
  read -r pid since <"$journal/process" 2>/dev/null && [ "$(cut -d ' ' -f 22 "/proc/$pid/stat" 2>/dev/null)" = "$since" ] && return 0
  [ ! -s "$journal/databases" ] && echo "$DATABASE" && return 0
  tr '\n' ' ' <"$journal/databases" | sed 's/ $//'
  echo
}
# Brings an exchange that was interrupted to its end: forwards when the tables have moved, else back.
finish_exchange() {
  which=$(interrupted)
  [ -n "$which" ] || { echo "No exchange of database $1 was interrupted; nothing was changed." && return 0; }
  # Without its list nothing was changed yet.
  [ -s "$journal/databases" ] || { rm -rf "$journal" && echo "An exchange of database $1 was interrupted before it changed anything." && return 0; }
  # shellcheck disable=SC2086 # three names
  set -- $which
  printf '%s %s\n' "$$" "$(cut -d ' ' -f 22 "/proc/$$/stat")" >"$journal/process"
  fence 2>"$errors" || { let_in; return 1; }
  if moved "$@"; then
    { cut_off_all '' 2>"$errors" && serve_new "$@"; } || { let_in; return 1; }
    completed "$@" || return 1
    echo "Database $1 is now what was $2; the one before is kept as $3."
  else
    : >"$errors"
    { backward "$@" && concluded; } || return 1
    echo "Database $1 is as it was; what was to take its place is still $2."
  fi
}
