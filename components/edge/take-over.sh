# The published ports are held by the container $HOLDER for every Nginx. One that an earlier version made runs Nginx itself, and so does it
# again after a restart: it is asked to share its ports, by a second listener beside its own ($HOLD_PORTS), and keeps what connections it has.
# No port is closed: when the new Nginx goes away, that of $HOLDER serves again.
share_ports() {
  docker exec -u 0 "$HOLDER" sh -c 'mkdir -p /etc/nginx/live/ports && chmod 1777 /etc/nginx/live/ports' 2>&1 || return
  docker exec "$HOLDER" sh -c '
    command -v perl >/dev/null || { echo "its image has no perl, by which it could share them"; exit 1; }
    workers() { for process in /proc/[0-9]*; do
      [ "$(tr -d "\0" <"$process/cmdline" | sed "s/ *$//")" = "nginx: worker process" ] && echo "$process"
    done 2>/dev/null; }
    # What served until now: the new servers are not verified yet. What is loaded is no file that a switch could compare with.
    rm -f /tmp/loaded.conf
    site=/etc/nginx/live/site.conf.kept
    [ -f "$site" ] || site=/dev/null
    mkdir -p /tmp/shared && perl -pe "s/listen (8080|8443)\b(.*?);/\"listen \$1\$2\" . (\$seen{\$1}++ ? \"\" : \" reuseport\") . \";\"/e" \
      "$site" >/tmp/shared/site.conf || exit
    printf %s "$MAIN_CONFIG" | sed "s#/etc/nginx/live/#/tmp/shared/#" >/tmp/shared.conf && nginx -t -q -c /tmp/shared.conf || exit
    old=$(workers)
    cp /tmp/shared.conf /tmp/nginx.conf && nginx -c /tmp/nginx.conf -s reload || exit
    tries=0
    while now=$(workers); [ -z "$now" ] || printf "%s\n" "$old" | grep -qxF "$now"; do
      tries=$((tries + 1))
      [ "$tries" -ge 150 ] && { echo "its old workers still serve after 15 s"; exit 1; }
      sleep 0.1
    done' 2>&1 || return
  docker exec -d "$HOLDER" perl -e "$HOLD_PORTS" /etc/nginx/live/ports/door 1 8080 8443 2>&1
}
is_held() { docker exec "$CONTAINER" sh -c '
  tries=0
  until [ -e /tmp/held ]; do
    tries=$((tries + 1))
    [ "$tries" -ge "$0" ] && { echo "the container that holds them does not hand them on"; exit 1; }
    sleep 0.1
  done' "$1" 2>&1; }
take_over() {
  is_held 5 >/dev/null && return
  docker exec "$HOLDER" sh -c 'tr "\0" " " </proc/1/cmdline' 2>/dev/null | grep -q "^nginx: master" && { share_ports || return; }
  is_held 150
}
