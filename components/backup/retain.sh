# Deletes the backups that retention.awk does not keep, and dumps that have no manifest: $KEEP are its variables, a word each.
retain() {
  # shellcheck disable=SC2046,SC2086 # several words
  ids | sed "s|.*|$BACKUPS/&.json|" | xargs cat 2>/dev/null |
    awk -v now="$(now)" $(for word in $KEEP; do echo "-v $word"; done) -f "$SCRIPTS/retention.awk" >"$work/gone" || return 1
  # The manifest first: without it there is no backup, only a file that the next time removes.
  while read -r id; do
    rm -f "$BACKUPS/$id.json" && rm -f "$BACKUPS/$id.$ENDING" && echo "deleted backup $id: retention"
  done <"$work/gone"
  find "$BACKUPS" -maxdepth 1 -name "*.$ENDING" -mmin +1440 | while read -r gone; do
    [ -f "$BACKUPS/$(basename "$gone" ".$ENDING").json" ] || rm -f "$gone"
  done
}
