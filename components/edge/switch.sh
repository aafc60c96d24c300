# Makes the servers on standard input live in the Nginx container $CONTAINER, and sends requests to the containers of $UPSTREAMS (a line each:
# service, then addresses). Tests the servers; installs and loads them when they are others than before; verifies the candidates through them
# ($CHECKS, a path a line, each the argument of $PROBE), while users are still served by the old containers; then switches. Back to what was live when
# something fails. The first line of what is live says which release it is of, when $RELEASE_FILE has such a line for it.
# A new Nginx gets the published ports last, beside the old one, which ends when the new one serves.
what="The Nginx switch failed"
serving="Requests still go to the old release"
# The live folder belongs to root, so that Nginx itself cannot write it.
as_root() { docker exec -i -u 0 -e UPSTREAMS -e RELEASE_FILE "$CONTAINER" sh -c "$1" 2>&1; }
wait_for_nginx

# Puts back what was live before a switch. It may be cut off and begun again: `candidates`, by which it is known that there is something to put
# back, goes last, and so does each copy that was kept. A second name of a file needs no room on a full disk.
restore='for file in site.conf upstreams; do
    if [ ! -f "$file.kept" ]; then rm -f "$file"; elif [ ! "$file" -ef "$file.kept" ]; then
      ln -f "$file.kept" "$file.back" && mv "$file.back" "$file" || exit; fi; done; rm -f next candidates'
# A switch that was killed left servers that were not verified. Unless Nginx has those from before it is to load what it gets now in any case.
detail=$(as_root "cd /etc/nginx/live && if [ -f candidates ]; then
  cmp -s site.conf.kept /tmp/loaded.conf || rm -f /tmp/loaded.conf
  $restore; fi" </dev/null) ||
  fail "could not undo a switch that was cut off"

# A copy of nginx.conf that includes the new servers instead of the live ones is tested first.
detail=$(docker exec -i "$CONTAINER" sh -c '
  mkdir -p /tmp/next && cat >/tmp/next/site.conf && [ -s /tmp/next/site.conf ] || exit
  cmp -s /tmp/next/site.conf /tmp/loaded.conf && { echo loaded; exit; }
  printf %s "$MAIN_CONFIG" | sed "s#/etc/nginx/live/#/tmp/next/#" >/tmp/next.conf && nginx -t -q -c /tmp/next.conf' 2>&1) ||
  fail "nginx -t refuses the new configuration"
reload=yes
[ "$detail" = loaded ] && reload=

# What users ask for goes to the old containers until the end, also with the new servers: only a service that is new has no others.
# All is written and on the disk before any of it is live: a full disk changes nothing.
detail=$(as_root 'set -e; cd /etc/nginx/live; rm -f *.kept
  for file in site.conf upstreams; do [ ! -f "$file" ] || ln "$file" "$file.kept"; done
  { [ ! -f "$RELEASE_FILE" ] || cat "$RELEASE_FILE"; printf "%s\n" "$UPSTREAMS"; } >candidates.new
  { [ ! -f upstreams ] || cat upstreams; printf "%s\n" "$UPSTREAMS"; } >upstreams.new
  cp /tmp/next/site.conf site.conf.new
  sync candidates.new upstreams.new site.conf.new
  for file in candidates upstreams site.conf; do mv "$file.new" "$file"; done') || {
  as_root "cd /etc/nginx/live && rm -f *.new \"\$RELEASE_FILE\"; if [ -f candidates ]; then $restore; fi; rm -f *.kept" >/dev/null
  fail "could not install the new configuration"
}

# Nginx reloads in its own time, and answers from its old workers until then: what is checked must come from the new ones.
reload() {
  docker exec "$CONTAINER" sh -c '
    workers() {
      for process in /proc/[0-9]*; do
        [ "$(tr -d "\0" <"$process/cmdline" | sed "s/ *$//")" = "nginx: worker process" ] && echo "$process"
      done 2>/dev/null
    }
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
    tries=0
    while now=$(workers); [ -z "$now" ] || printf "%s\n" "$old" | grep -qxF "$now"; do
      tries=$((tries + 1))
      [ "$tries" -ge 150 ] && { echo "its old workers still serve after 15 s"; exit 1; }
      sleep 0.1
    done
    [ ! -f /etc/nginx/live/site.conf ] || cp /etc/nginx/live/site.conf /tmp/loaded.conf' 2>&1
}
# Says in $and what became of what was live before.
back() {
  and="the old configuration was put back"
  undone=$(as_root "cd /etc/nginx/live; rm -f next next.new \"\$RELEASE_FILE\"; $restore") &&
    { [ -z "$reload" ] || undone=$(reload); } && return
  and="the old configuration could not be put back yet: the next switch does it first"
  detail=$(printf '%s\n' "$detail" "$undone")
}
[ -z "$reload" ] || detail=$(reload) || { back; fail "nginx would not reload, and $and"; }

detail=$(docker exec -e CHECKS -e PROBE "$CONTAINER" sh -c '
  printf "%s\n" "$CHECKS" | while IFS= read -r path; do
    [ -z "$path" ] && continue
    tries=0
    until answer=$(sh -c "$PROBE" check "$path" 2>&1 </dev/null); do
      tries=$((tries + 1))
      [ "$tries" -ge 25 ] && { printf "%s\n" "$path does not answer well through Nginx: $answer"; exit 1; }
      sleep 0.2
    done
  done' 2>&1) || { back; fail "verification through Nginx failed, and $and"; }

# The switch: all services at once, for all requests that begin from now on. A new Nginx serves beside the old one until it is named alone.
detail=$(take_over) || { back; fail "Nginx could not get the published ports, and $and"; }
detail=$(as_root 'cd /etc/nginx/live && cat /proc/sys/kernel/hostname >next.new && mv next.new next || exit
  tries=0
  until [ -e /tmp/public ]; do
    tries=$((tries + 1))
    [ "$tries" -ge 150 ] && { echo "it has not taken the published ports after 15 s"; exit 1; }
    sleep 0.1
  done') || { back; fail "could not install the new configuration, and $and"; }
# Through the ports that users come by, of which no check above knows. Nginx itself answers a request without a name, at a port of TLS too.
detail=$(docker exec "$CONTAINER" perl -MIO::Socket::INET -e '
  my ($host, @ports) = @ARGV;
  $SIG{ALRM} = sub { die "no answer within 2 s\n" };
  for my $port (@ports) {
    my $answer = "";
    for (1 .. 5) {
      eval {
        alarm 2;
        my $socket = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port) or die "$@\n";
        print $socket "GET / HTTP/1.1\r\n\r\n";
        $answer = <$socket> // "";
      };
      alarm 0;
      last if $answer =~ /^HTTP/;
      select undef, undef, undef, 0.2;
    }
    $answer =~ /^HTTP/ or print("port $port of $host: ", $@ || "no answer of HTTP\n"), exit 1;
  }' "$HOLDER" 8080 8443 2>&1) || { back; fail "Nginx does not answer at the published ports, and $and"; }
detail=$(as_root 'cd /etc/nginx/live || exit
  mv candidates upstreams && mv next edge') || { back; fail "could not install the new configuration, and $and"; }

# Certificates that the configuration no longer names are of no use to anybody but a thief; static builds fill the disk.
as_root 'cd /etc/nginx/live && for file in tls-*.pem self-signed-*.pem files-*; do
    [ -e "$file" ] && ! grep -qE "/$file([/;]|\$)" site.conf upstreams && rm -rf "$file"; done; rm -f *.kept "$RELEASE_FILE"' >/dev/null || true
