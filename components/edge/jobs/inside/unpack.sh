# Unpacks the archive of standard input as $1.new, whole or not at all: its sender knows whether it was sent to its end, and renames it. Ends with 3 when it has links that lead out of it.
trap 'rm -rf "$new"' EXIT
new=$1.new
rm -rf "$new" && mkdir "$new" && tar -xo -C "$new" -f - && chmod -R a+rX "$new" || exit 1
[ -n "$(ls -A "$new")" ] || { echo "the folder is empty"; exit 1; }
strays "$new" >/tmp/strays || exit 1
[ ! -s /tmp/strays ] || { cat /tmp/strays; exit 3; }
trap - EXIT
