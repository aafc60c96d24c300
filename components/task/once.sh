# Runs $COMMAND (a word a line) once in a container $NAME of $IMAGE on the network $NETWORK, with the settings of $SETTINGS (a line each), the
# volumes of $VOLUMES (a line each) and the files of standard input (a line each: path, content in base64). Shows its output; ends with its exit code.
set -u
if [ "$(docker inspect --format '{{.State.Running}}' "$NAME" 2>/dev/null)" = true ]; then
  echo "The container $NAME still runs: another release is at the same step. Wait until it ends (docker logs -f $NAME)." >&2
  exit 1
fi
docker rm --force --volumes "$NAME" >/dev/null 2>&1
trap 'docker rm --force --volumes "$NAME" >/dev/null 2>&1' EXIT
trap 'exit 1' HUP INT TERM
set --
while IFS= read -r label; do set -- "$@" --label "$label"; done <<END
$LABELS
END
[ -z "$SETTINGS" ] || while IFS= read -r setting; do set -- "$@" --env "$setting"; done <<END
$SETTINGS
END
[ -z "${VOLUMES:-}" ] || while IFS= read -r volume; do set -- "$@" --volume "$volume"; done <<END
$VOLUMES
END
set -- "$@" "$IMAGE" -c "$SHELL_TEXT" sh
while IFS= read -r word; do set -- "$@" "$word"; done <<END
$COMMAND
END
docker create --name "$NAME" --network "$NETWORK" --read-only --tmpfs /tmp --volume /run/secrets --cap-drop ALL \
  --security-opt no-new-privileges:true --memory "${MEMORY}m" --memory-swap "${MEMORY}m" --restart no \
  --log-driver json-file --log-opt max-size=10m --log-opt max-file=3 --entrypoint /bin/sh "$@" >/dev/null &&
  docker start "$NAME" >/dev/null || exit 1
# As root, so that the command cannot change them.
docker exec -i -u 0 "$NAME" sh -c 'umask 022
  while read -r path content; do printf %s "$content" | base64 -d >"$path.new" && mv "$path.new" "$path" || exit 1; done' || exit 1
docker logs --follow "$NAME" 2>&1
code=$(docker wait "$NAME")
[ "$code" = 0 ] || echo "It ended with exit code $code." >&2
exit "$code"
