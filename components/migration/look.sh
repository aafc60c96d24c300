# Prints the ledger of the database in $CONTAINER after the line "ledger:", a row a line, without changing anything; nothing when there is
# none or it cannot be read.
# Always exits 0: a preview works without a database.
if answer=$(printf '%s' "$QUERY" | docker exec -i "$CONTAINER" sh -c "exec $CLIENT" 2>&1); then
  printf 'ledger:\n%s\n' "$answer"
fi
exit 0
