# When a backup is due, and when a test of one. Ids that are dated later than now do not count.
last() { id=$(newest) && [ -n "$id" ] && taken "$id" || echo 0; }
# The time of day $2 on day $1, in seconds since 1970. One that does not exist on that day, because clocks are set forward, is the next minute that does.
instant() {
  hour=${2%:*} minute=${2#*:}
  at=$((${hour#0} * 60 + ${minute#0}))
  until date -d "$1 $(printf '%02d:%02d' $((at / 60)) $((at % 60)))" +%s 2>/dev/null; do
    at=$((at + 1))
    [ "$at" -lt 1440 ] || { date -d "$1 tomorrow" +%s && return; }
  done
}
due() {
  moment=$(now)
  if [ -n "$AT" ]; then
    day=$(date -d "@$moment" +%Y-%m-%d)
    point=$(instant "$day" "$AT")
    # Days are not always 24 hours long.
    [ "$point" -le "$moment" ] || point=$(instant "$(date -d "$day 12:00 yesterday" +%Y-%m-%d)" "$AT")
  else
    point=$((moment - EVERY))
  fi
  [ "$(last)" -le "$point" ]
}
test_due() {
  [ "$TEST_EVERY" -gt 0 ] || return 1
  proven=0
  for id in $(ids); do
    at=$(field "$id" verifiedAt)
    [ -n "$at" ] && at=$(date -u -d "$at" +%s) || continue
    [ "$at" -le "$proven" ] || [ "$at" -gt "$(now)" ] || proven=$at
  done
  [ $(($(now) - proven)) -ge "$TEST_EVERY" ]
}
