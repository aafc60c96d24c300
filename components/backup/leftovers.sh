# What restores left: `database`, name and bytes of each; `interrupted` and the names of an exchange that did not end.
trap 'rm -rf "$work"' EXIT
of_restores "$DATABASE" | sed "s/^/database$TAB/"
interrupted | sed "s/^/interrupted$TAB/"
