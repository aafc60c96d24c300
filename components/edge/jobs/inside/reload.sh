# Loads what is live, and waits until only the new workers answer: what is checked must come from them.
tries=0
until [ -s /tmp/nginx.pid ]; do
  tries=$((tries + 1))
  [ "$tries" -ge 100 ] && { echo "it has not started after 10 s"; exit 1; }
  sleep 0.1
done
old=$(workers)
# After a start without a site the main configuration is not whole.
printf %s "$MAIN_CONFIG" >/tmp/nginx.conf.new && mv /tmp/nginx.conf.new /tmp/nginx.conf || exit
rm -f /tmp/loaded.conf
nginx -c /tmp/nginx.conf -s reload || exit
others_than "$old"
if [ -e /tmp/without-site ]; then
  # Where this Nginx is the one that serves, run.pl starts it once more, now with the published ports: what is checked is to come from that one.
  rm /tmp/without-site
  if [ -e /tmp/held ] && cmp -s /proc/sys/kernel/hostname /etc/nginx/live/edge; then
    until_public
  fi
fi
[ ! -f /etc/nginx/live/site.conf ] || cp /etc/nginx/live/site.conf /tmp/loaded.conf
