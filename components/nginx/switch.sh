# Makes the servers on standard input live in the Nginx container $CONTAINER: test, install, reload, verify; back to what was
# live before when a check of $CHECKS (a line each: path, then command) fails.
set -u
in_nginx() { docker exec "$CONTAINER" sh -c "$1" 2>&1; }
# The live folder belongs to root, so that Nginx itself cannot write it.
as_root() { docker exec -i -u 0 "$CONTAINER" sh -c "$1" 2>&1; }
fail() {
  echo "The Nginx switch failed: $1" >&2
  [ -n "${detail:-}" ] && printf '%s\n' "$detail" | sed 's/^/  | /' >&2
  echo "Requests still go to the old release. Mend the cause, then run 'pulumi up' again." >&2
  exit 1
}

tries=0
until detail=$(docker exec "$CONTAINER" true 2>&1); do
  tries=$((tries + 1))
  [ "$tries" -ge 50 ] && { detail=$(docker logs --tail 20 "$CONTAINER" 2>&1); fail "its container is not running"; }
  sleep 0.1
done

# A copy of nginx.conf that includes the new servers instead of the live ones is tested first.
detail=$(docker exec -i "$CONTAINER" sh -c '
  mkdir -p /tmp/next && cat >/tmp/next/site.conf && [ -s /tmp/next/site.conf ] &&
  printf %s "$MAIN_CONFIG" | sed "s#/etc/nginx/live/#/tmp/next/#" >/tmp/next.conf && nginx -t -q -c /tmp/next.conf' 2>&1) ||
  fail "nginx -t refuses the new configuration"

detail=$(as_root 'set -e; cd /etc/nginx/live; rm -f previous; if [ -f site.conf ]; then cp site.conf previous; fi
  cp /tmp/next/site.conf site.new && mv site.new site.conf') || fail "could not install the new configuration"

# Nginx reloads in its own time, and answers from its old workers until then: what is checked must come from the new ones.
reload() {
  in_nginx '
    workers() {
      for process in /proc/[0-9]*; do
        [ "$(tr -d "\0" <"$process/cmdline" | sed "s/ *$//")" = "nginx: worker process" ] && echo "$process"
      done 2>/dev/null
    }
    old=$(workers)
    # After a start without a site the main configuration is not whole.
    printf %s "$MAIN_CONFIG" >/tmp/nginx.conf && rm -f /tmp/without-site
    nginx -c /tmp/nginx.conf -s reload || exit
    tries=0
    while now=$(workers); [ -z "$now" ] || printf "%s\n" "$old" | grep -qxF "$now"; do
      tries=$((tries + 1))
      [ "$tries" -ge 150 ] && { echo "its old workers still serve after 15 s"; exit 1; }
      sleep 0.1
    done'
}
back() {
  as_root 'cd /etc/nginx/live; if [ -f previous ]; then mv previous site.conf; else rm -f site.conf; fi' >/dev/null
  reload >/dev/null
}
detail=$(reload) || { back; fail "nginx would not reload"; }

printf '%s\n' "$CHECKS" | while read -r path check; do
  [ -z "$path" ] && continue
  tries=0
  until detail=$(in_nginx "$check" </dev/null); do
    tries=$((tries + 1))
    if [ "$tries" -ge 25 ]; then
      printf '%s\n' "$path does not answer well through Nginx: $detail" >&2
      exit 1
    fi
    sleep 0.2
  done
done || { back; detail=; fail "verification through Nginx failed, and the old configuration was put back"; }

# Certificates that the configuration no longer names are of no use to anybody but a thief; static builds fill the disk.
as_root 'cd /etc/nginx/live && for file in tls-*.pem self-signed-*.pem files-*; do
  [ -e "$file" ] && ! grep -qE "/$file[/;]" site.conf && rm -rf "$file"; done' >/dev/null || true
