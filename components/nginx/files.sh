# Copies $FOLDER of the image $IMAGE to $TARGET in the Nginx container $CONTAINER, whole or not at all. A build that is there
# already is left as it is.
source=
trap '[ -z "$source" ] || docker rm "$source" >/dev/null 2>&1' EXIT
what="The static files could not be put beside Nginx"
# The live folder belongs to root, so that Nginx itself cannot write it.
in_nginx() { docker exec -i -u 0 -e TARGET "$CONTAINER" sh -c "$1" 2>&1; }
wait_for_nginx
in_nginx '[ -d "$TARGET" ]' >/dev/null && exit 0

# It never runs: a container is how the engine hands out an image's files.
detail=$(docker create --network none "$IMAGE" none 2>&1) || fail "the image $IMAGE is not on the host"
source=$detail
detail=$(docker cp "$source:$FOLDER/." - 2>&1 >/dev/null) || fail "the image has no folder $FOLDER"
detail=$(docker cp "$source:$FOLDER/." - | in_nginx '
  rm -rf "$TARGET.new" && mkdir "$TARGET.new" && tar -xo -C "$TARGET.new" -f - && chmod -R a+rX "$TARGET.new" || exit
  [ -n "$(ls -A "$TARGET.new")" ] || { echo "the folder is empty"; exit 1; }
  mv "$TARGET.new" "$TARGET"') || fail "the live folder cannot be written"
