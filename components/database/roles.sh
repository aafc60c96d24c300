# Runs the SQL of standard input, which holds a password, as superuser. psql's messages may quote it, so they are not shown.
set -u
if ! docker exec -i "$CONTAINER" psql -X -q -v ON_ERROR_STOP=1 -U "$SUPERUSER" -d "$DATABASE" -f - >/dev/null 2>&1; then
  echo "Could not set up the roles of database $DATABASE in $CONTAINER as $SUPERUSER." >&2
  echo "Is the container running, and was its volume made by another system? See: docker logs $CONTAINER" >&2
  exit 1
fi
