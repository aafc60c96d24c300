# Puts back what was live before a switch that was ($1) `cut-off`, `not-installed` or `refused`. It may be cut off and begun again: `candidates`, by
# which it is known that there is something to put back, goes last, and so does each copy that was kept. A second name of a file needs no room
# on a full disk.
cd /etc/nginx/live || exit
case $1 in
  # It left servers that were not verified. Unless Nginx has those from before it is to load what it gets now in any case.
  cut-off)
    [ -f candidates ] || exit 0
    cmp -s site.conf.kept /tmp/loaded.conf || rm -f /tmp/loaded.conf
    ;;
  not-installed) rm -f ./*.new "$RELEASE_FILE" ;;
  refused) rm -f next next.new "$RELEASE_FILE" ;;
esac
if [ "$1" = refused ] || [ -f candidates ]; then
  for file in site.conf upstreams; do
    # shellcheck disable=SC3013 # the shell of Debian has it, and so has BusyBox
    if [ ! -f "$file.kept" ]; then
      rm -f "$file"
    elif [ ! "$file" -ef "$file.kept" ]; then
      ln -f "$file.kept" "$file.back" && mv "$file.back" "$file" || exit
    fi
  done
  rm -f next candidates
fi
[ "$1" != not-installed ] || rm -f ./*.kept
