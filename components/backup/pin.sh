# Pins backup $ID, so that retention never deletes it, or lets go of it: $PINNED is true or false.
trap 'rm -rf "$work"' EXIT
[ -f "$BACKUPS/$ID.json" ] && set_field "$ID" pinned "$PINNED" || { echo "Backup $ID could not be changed: is it still there?" >&2 && exit 1; }
