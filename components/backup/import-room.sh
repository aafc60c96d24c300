# Fails when a dump of $BYTES bytes of SQL is more than the disks of the server have room for.
trap 'rm -rf "$work"' EXIT
if ! trouble=$(folders >"$work/folders" && missing_room $((BYTES + BYTES / 2))) 2>"$errors"; then
  trouble="The room that it needs could not be found out: $(tail -n 1 "$errors")"
fi
[ -z "$trouble" ] || { echo "$trouble" >&2 && exit 1; }
