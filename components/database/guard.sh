# Looks, before a database's container is made or replaced, whether the image $IMAGE can serve the data of volume $VOLUME: the
# major version must be the same, and the server must know its settings $FLAGS (one a line). Reads the data only. When it
# fails, the old container is still there and runs.
set -u
refuse() {
  printf '%s\nNothing was changed: what served before still serves.\n' "$1" >&2
  exit 1
}
# 17.2 and 1:11.8.3+maria~ubu and 11.8.3-MariaDB in the form of $MAJORS: 17, 11.8
major() {
  sed -nE 's/^[^0-9]*([0-9]+:)?([0-9]+)(\.([0-9]+))?.*/\2 \4/p' | tail -n 1 | {
    read -r first second
    case "$MAJORS" in *.*) echo "$first.${second:-0}" ;; *) echo "$first" ;; esac
  }
}
# Runs something in the new image, without a network and with no more rights than it needs to read.
inside() { docker run --rm -i --network none --read-only --tmpfs /tmp --cap-drop ALL --user "$SERVER_USER" --entrypoint sh "$@"; }

variables=$(docker image inspect --format '{{range .Config.Env}}{{println .}}{{end}}' "$IMAGE" 2>/dev/null) ||
  refuse "The image $IMAGE of database $NAME is not on the host."
new=$(printf '%s\n' "$variables" | sed -n "s/^$IMAGE_VERSION=//p" | major)
[ -n "$new" ] || refuse "The image of database $NAME does not say its version: it sets no $IMAGE_VERSION, as the official images of $PRODUCT do.
fix: name an official image of $PRODUCT, or one that honours its environment"
case " $MAJORS " in *" $new "*) ;; *) refuse "The image of database $NAME is $PRODUCT $new, which this component does not know. It knows: $MAJORS.
fix: name an image of one of these versions" ;; esac

set --
if docker volume inspect "$VOLUME" >/dev/null 2>&1; then
  set -- --volume "$VOLUME:/data:ro"
  # shellcheck disable=SC2086 # several words
  found=$(inside "$@" "$IMAGE" -c 'cd /data || exit 1; for file; do [ ! -s "$file" ] || { cat "$file"; exit; }; done' sh $MARKERS </dev/null 2>&1) ||
    refuse "The version of the data in volume $VOLUME of database $NAME could not be read: $found"
  old=$(printf '%s\n' "$found" | sed -E 's/.*"version": *"([^"]*)".*/\1/' | major)
  if [ -n "$found" ] && [ "$old" != "$new" ]; then
    [ "$(printf '%s\n' "$old" "$new" | sort -V | tail -n 1)" = "$old" ] &&
      way="There is no way back to an older version but a backup that it made.
fix: go on with $PRODUCT $old" ||
      way="fix: go on with $PRODUCT $old; or take the data over, which leaves the old volume as it is:
$(printf '%s\n' "$UPGRADE" | sed "s|@NEW@|$new|g; s|@IMAGE@|$IMAGE|g; s|^|  |")"
    refuse "The volume $VOLUME of database $NAME holds data of $PRODUCT $old; the image is $PRODUCT $new. Another major version does not start on it.
$way"
  fi
fi

[ -n "$FLAGS$EXTENSIONS" ] || exit 0
# The image's own files first: an extension whose library is missing keeps the server from starting.
# shellcheck disable=SC2016 # for the shell inside
answer=$(printf '%s\n' "$FLAGS" | inside "$@" --env CHECK="$CHECK" --env EXTENSIONS="$EXTENSIONS" "$IMAGE" -c '
  for extension in $EXTENSIONS; do
    ls /usr/share/postgresql/*/extension/"$extension".control /usr/local/share/postgresql/extension/"$extension".control 2>/dev/null | grep -q . ||
      { echo "error: the image has no extension $extension"; exit 1; }
  done
  set --
  while IFS= read -r flag; do [ -z "$flag" ] || set -- "$@" "$flag"; done
  eval "$CHECK \"\$@\"" 2>&1 >/dev/null' 2>&1) && exit 0
refuse "The server of database $NAME does not take its settings:
$(printf '%s\n' "$answer" | grep -iE 'fatal|error|hint|detail' | tail -n 5 | sed 's/^/  | /')
fix: correct the settings or extensions of database $NAME"
