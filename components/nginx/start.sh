# The main process of the container. Its root file system is read-only, so the main configuration comes as a setting and is
# written at every start.
printf '%s' "$MAIN_CONFIG" >/tmp/nginx.conf
rm -f /tmp/without-site
# The groups of Mozilla's intermediate profile; older OpenSSL does not know the first and would refuse the whole line.
classic=X25519:prime256v1:secp384r1
echo "events {} pid /tmp/groups.pid; http { include /tmp/tls-groups.conf; access_log off; client_body_temp_path /tmp/client_body;
  proxy_temp_path /tmp/proxy; fastcgi_temp_path /tmp/fastcgi; uwsgi_temp_path /tmp/uwsgi; scgi_temp_path /tmp/scgi;
  server { listen unix:/tmp/groups.sock ssl; ssl_reject_handshake on; } }" >/tmp/groups.conf
echo "ssl_ecdh_curve X25519MLKEM768:$classic;" >/tmp/tls-groups.conf
nginx -t -q -e /dev/null -c /tmp/groups.conf 2>/dev/null || echo "ssl_ecdh_curve $classic;" >/tmp/tls-groups.conf
# What was live under another main configuration or image may not suit this one. A container that only restarts could not be
# switched to what does: so it starts without a site, is not healthy, and waits for the switch.
if ! refusal=$(nginx -t -q -c /tmp/nginx.conf 2>&1); then
  printf '%s\n' "The live configuration is refused, so nothing is served until the next switch:" "$refusal" >&2
  printf '%s' "$MAIN_CONFIG" | grep -v '/etc/nginx/live/' >/tmp/nginx.conf
  touch /tmp/without-site
fi
exec nginx -c /tmp/nginx.conf -g 'daemon off;'
