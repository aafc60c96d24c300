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
rm -f /tmp/without-site /tmp/loaded.conf
nginx -c /tmp/nginx.conf -s reload || exit
others_than "$old"
[ ! -f /etc/nginx/live/site.conf ] || cp /etc/nginx/live/site.conf /tmp/loaded.conf
