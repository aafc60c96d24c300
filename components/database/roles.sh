# Runs the SQL of standard input, which holds a password, as administrator. The client's messages may quote it, so they are not shown.
# Then notes the version that wrote the data in $MARKER, for engines that do not do so themselves.
set -u
if ! docker exec -i "$CONTAINER" sh -c "$ADMIN" >/dev/null 2>&1; then
  echo "Could not set up the roles of database $DATABASE in $CONTAINER." >&2
  echo "Is the container running, and was its volume made by another system? See: docker logs $CONTAINER" >&2
  exit 1
fi
[ -z "$MARKER" ] || docker exec "$CONTAINER" sh -c "printenv $IMAGE_VERSION >$MARKER"
