# Tests the servers of standard input: in a copy of nginx.conf that includes them instead of the live ones. Ends with 3 when they are loaded already.
mkdir -p /tmp/next && cat >/tmp/next/site.conf && [ -s /tmp/next/site.conf ] || exit 1
cmp -s /tmp/next/site.conf /tmp/loaded.conf && exit 3
printf %s "$MAIN_CONFIG" | sed 's#/etc/nginx/live/#/tmp/next/#' >/tmp/next.conf && nginx -t -q -c /tmp/next.conf || exit 1
