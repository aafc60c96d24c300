# Copies $FOLDER of the image $IMAGE to $TARGET in the Nginx container $CONTAINER, whole or not at all. A build that is there
# already is left as it is.
source=
trap '[ -z "$source" ] || docker rm --volumes "$source" >/dev/null 2>&1' EXIT
what="The static files could not be put beside Nginx"
# Names the links among "$2"… that lead out of the folder $1: Nginx would serve what it finds there, such as the key of the certificate.
export STRAYS='root=$1; shift
  for link; do
    case $(readlink -f "$link") in "$root"/*) ;; *) printf "%s -> %s\n" "${link#"$root"/}" "$(readlink "$link")" ;; esac
  done'
refused="links of the build lead out of its folder $FOLDER, or nowhere; fix: copy what they lead to, or leave them out"
# The live folder belongs to root, so that Nginx itself cannot write it.
in_nginx() { docker exec -i -u 0 -e TARGET -e STRAYS "$CONTAINER" sh -c "$1" 2>&1; }
wait_for_nginx
if in_nginx '[ -d "$TARGET" ]' >/dev/null; then
  detail=$(in_nginx 'find "$TARGET" -type l -exec sh -c "$STRAYS" sh "$TARGET" {} +') || fail "the live folder cannot be read"
  [ -z "$detail" ] || fail "$refused"
  exit 0
fi

# It never runs: a container is how the engine hands out an image's files.
detail=$(docker create --network none "$IMAGE" none 2>&1) || fail "the image $IMAGE is not on the host"
source=$detail
detail=$(docker cp "$source:$FOLDER/." - 2>&1 >/dev/null) || fail "the image has no folder $FOLDER"
detail=$(docker cp "$source:$FOLDER/." - | in_nginx '
  trap "rm -rf \"\$TARGET.new\"" EXIT
  rm -rf "$TARGET.new" && mkdir "$TARGET.new" && tar -xo -C "$TARGET.new" -f - && chmod -R a+rX "$TARGET.new" || exit
  [ -n "$(ls -A "$TARGET.new")" ] || { echo "the folder is empty"; exit 1; }
  find "$TARGET.new" -type l -exec sh -c "$STRAYS" sh "$TARGET.new" {} + >/tmp/strays || exit
  [ ! -s /tmp/strays ] || { cat /tmp/strays; exit 3; }
  mv "$TARGET.new" "$TARGET"')
case $? in 0) ;; 3) fail "$refused" ;; *) fail "the live folder cannot be written" ;; esac
