# Installs the servers that were tested, and where the candidates are ($UPSTREAMS), behind those who serve: what users ask for goes to the old
# containers until the end, also with the new servers; only a service that is new has no others. The first line says which release it is of, when
# $RELEASE_FILE has such a line. All is written and on the disk before any of it is live: a full disk changes nothing.
set -e
cd /etc/nginx/live
rm -f ./*.kept
for file in site.conf upstreams; do [ ! -f "$file" ] || ln "$file" "$file.kept"; done
{
  [ ! -f "$RELEASE_FILE" ] || cat "$RELEASE_FILE"
  printf '%s\n' "$UPSTREAMS"
} >candidates.new
{
  [ ! -f upstreams ] || cat upstreams
  printf '%s\n' "$UPSTREAMS"
} >upstreams.new
cp /tmp/next/site.conf site.conf.new
sync candidates.new upstreams.new site.conf.new
for file in candidates upstreams site.conf; do mv "$file.new" "$file"; done
