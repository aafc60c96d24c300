# Brings an exchange of $DATABASE that was interrupted to its end, and says how that is.
trap 'rm -rf "$work"' EXIT
finish_exchange "$DATABASE" && exit
{
  echo "The exchange of database $DATABASE could not be finished:"
  told
  looked "$DATABASE"
} >&2
exit 1
