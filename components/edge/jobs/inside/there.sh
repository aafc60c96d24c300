# Ends with 4 when the build $1 is not there yet, with 3 when it is and has links that lead out of it.
[ -d "$1" ] || exit 4
found=$(strays "$1") || exit 1
[ -z "$found" ] || { printf '%s\n' "$found"; exit 3; }
