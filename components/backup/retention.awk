# Decides which backups go: reads manifests, the fields of each a line, and prints the ids that are not kept. Variables: now (seconds since
# 1970), daily, weekly, monthly (periods of which the newest backup stays), releases (backups before a migration that stay).
# Always kept: what is younger than a day, what is pinned, the newest, and the newest that is verified. All in UTC; weeks start on Monday.
# What is dated later than now is kept too, and takes the place of no other.
function value(line) { sub(/^[^:]*: */, "", line); sub(/,$/, "", line); gsub(/^"|"$/, "", line); return line }
/^  "id": / { id = value($0); list[++count] = id }
/^  "reason": / { reason[id] = value($0) }
/^  "pinned": / { pinned[id] = value($0) == "true" }
/^  "verifiedAt": / { verified[id] = value($0) != "null" }
# Days since 1970 of a date of the Gregorian calendar.
function days(year, month, day) {
  if (month <= 2) { year--; month += 12 }
  return 365 * year + int(year / 4) - int(year / 100) + int(year / 400) + int((153 * (month - 3) + 2) / 5) + day - 719469
}
# Keeps the newest backup of each of the latest periods.
function keep(period, latest,   at, seen, found) {
  for (at = 1; at <= count && found < latest; at++)
    if (list[at] in period && !(period[list[at]] in seen)) { seen[period[list[at]]]; found++; kept[list[at]] }
  for (at in seen) delete seen[at]
}
END {
  # The newest first. Ids sort as their times do.
  for (i = 2; i <= count; i++)
    for (j = i; j > 1 && list[j] > list[j - 1]; j--) { swap = list[j]; list[j] = list[j - 1]; list[j - 1] = swap }
  for (i = 1; i <= count; i++) {
    id = list[i]
    date = days(substr(id, 1, 4) + 0, substr(id, 5, 2) + 0, substr(id, 7, 2) + 0)
    time = date * 86400 + substr(id, 10, 2) * 3600 + substr(id, 12, 2) * 60 + substr(id, 14, 2)
    if (time > now) { kept[id]; continue }
    day[id] = date; week[id] = int((date + 3) / 7); month[id] = substr(id, 1, 6)
    if (!newest++ || pinned[id] || now - time < 86400) kept[id]
    if (verified[id] && !proven++) kept[id]
    if (reason[id] == "migration" && ++before <= releases) kept[id]
  }
  keep(day, daily); keep(week, weekly); keep(month, monthly)
  for (i = count; i >= 1; i--) if (!(list[i] in kept)) print list[i]
}
