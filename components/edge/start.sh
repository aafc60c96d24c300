# The start of the container. Its root file system is read-only, so the main configuration comes as a setting and is
# written at every start, and what it loads with it.
printf '%s' "$MAIN_CONFIG" >/tmp/nginx.conf
printf '%s' "$UPSTREAMS_MODULE" >/tmp/upstreams.js
rm -f /tmp/without-site /tmp/loaded.conf /tmp/public /tmp/held
# Does this Nginx, with its OpenSSL, know a directive?
knows() {
  echo "events {} pid /tmp/knows.pid; http { $1 access_log off; client_body_temp_path /tmp/client_body;
    proxy_temp_path /tmp/proxy; fastcgi_temp_path /tmp/fastcgi; uwsgi_temp_path /tmp/uwsgi; scgi_temp_path /tmp/scgi;
    server { listen unix:/tmp/knows.sock ssl; ssl_reject_handshake on; } }" >/tmp/knows.conf
  nginx -t -q -e /dev/null -c /tmp/knows.conf 2>/dev/null
}
first() { for line in "$@"; do knows "$line" && break; done; echo "$line"; }
# The groups of Mozilla's intermediate profile; older OpenSSL does not know the first and would refuse the whole line.
first 'ssl_ecdh_curve X25519MLKEM768:X25519:prime256v1:secp384r1;' 'ssl_ecdh_curve X25519:prime256v1:secp384r1;' >/tmp/tls-groups.conf
# From 1.27.4 on a reload leaves idle connections of clients open for a while, so that a request on its way is not lost.
first 'keepalive_min_timeout 10s;' '# Nginx closes idle connections at a reload.' >/tmp/keep-alive.conf
if [ ! -e /usr/lib/nginx/modules/ngx_http_js_module.so ]; then
  echo "This image of Nginx has no njs module. Take the official image nginx (not -slim), or add nginx-module-njs (Debian: libnginx-mod-http-js) to yours." >&2
  exit 1
fi
if ! command -v perl >/dev/null; then
  echo "This image of Nginx has no perl, by which it takes the published ports from the container that holds them. Take an image on Debian, as the official nginx (not -alpine)." >&2
  exit 1
fi
# What was live under another main configuration or image may not suit this one. A container that only restarts could not be
# switched to what does: so it starts without a site, is not healthy, and waits for the switch.
if refusal=$(nginx -t -q -c /tmp/nginx.conf 2>&1); then
  cp /etc/nginx/live/site.conf /tmp/loaded.conf 2>/dev/null
else
  printf '%s\n' "The live configuration is refused, so nothing is served until the next switch:" "$refusal" >&2
  printf '%s' "$MAIN_CONFIG" | grep -v '/etc/nginx/live/' >/tmp/nginx.conf
  touch /tmp/without-site
fi
exec perl -e "$@"
