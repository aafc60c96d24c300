# Builds the image $NAME from the folder $CONTEXT with the build arguments named in $ARGUMENTS (each a variable of its own), and prints its id.
# A name stands for one content for ever: an image that is there, from a release before, is not built again.
set -u
there=$(docker image inspect --format '{{.Id}}' "$NAME" 2>/dev/null) && echo "$there" && exit

folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
set --
for argument in $ARGUMENTS; do set -- "$@" --build-arg "$argument"; done
# Every engine has this builder; the newer one is a plugin of the command line.
{ DOCKER_BUILDKIT=0 docker build --force-rm --tag "$NAME" "$@" "$CONTEXT" 2>&1; echo $? >"$folder/result"; } |
  tee "$folder/log" | grep --line-buffered '^Step ' >&2
if [ "$(cat "$folder/result")" != 0 ]; then
  echo "The image $NAME could not be built from $CONTEXT; nothing was changed. The last lines of its build:" >&2
  grep -v '^Step \|DEPRECATED\|Install the buildx\|https://docs.docker.com/go/buildx/' "$folder/log" | grep . | tail -n 20 | sed 's/^/  | /' >&2
  exit 1
fi
docker image inspect --format '{{.Id}}' "$NAME"
