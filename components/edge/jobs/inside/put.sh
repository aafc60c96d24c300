# Writes a file of the live folder from standard input. What could not be written whole, as on a full disk, does not stay. In the group of Nginx: it
# can read what it cannot change, and nobody else can do either.
umask 027
cd /etc/nginx/live || exit
put() { cat >"$1.new" && sync "$1.new" && mv "$1.new" "$1" || { rm -f "$1.new"; return 1; }; }
