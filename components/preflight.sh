# Looks at the engine and at the ports of $PORTS (one `address:port` a line) without changing anything. Prints what is in the
# way, a line each, and nothing when all is well; always exits 0, so that all of it can be shown at once.
set -u
if ! answer=$(docker version --format '{{.Server.Version}}' 2>&1); then
  echo "Docker does not answer at $DOCKER_HOST: $(printf '%s' "$answer" | tail -n 1)"
  echo "fix: start it (systemctl start docker, or npm start on Debian and Ubuntu), or name another engine: pulumi config set host"
  exit 0
fi

mine="$SYSTEM/$STACK"
owners=$(docker ps --format '{{.Label "io.pulumi-web-systems.system"}}/{{.Label "io.pulumi-web-systems.stack"}} {{.Names}} {{.Ports}}')
printf '%s\n' "$PORTS" | while IFS= read -r wanted; do
  [ -z "$wanted" ] && continue
  port=${wanted##*:}
  owner=$(printf '%s\n' "$owners" | grep -E "[:,. ]$port->" | head -n 1)
  case "$owner" in
    "$mine "*) continue ;;
    ?*)
      name=$(printf '%s' "$owner" | cut -d' ' -f2)
      echo "Port $port of the host is taken by the container $name."
      echo "fix: choose another port in the stack file (edge.port), or stop that container"
      continue ;;
  esac
  case "$DOCKER_HOST" in unix://*) ;; *) continue ;; esac
  # Listening sockets (state 0A) of this machine, with the port in hexadecimal.
  hex=$(printf '%04X' "$port")
  if cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v port=":$hex" '$4 == "0A" && substr($2, length($2) - 4) == port { found = 1 } END { exit !found }'; then
    program=$(ss -Hltnp "sport = :$port" 2>/dev/null | sed -n 's/.*users:(("\([^"]*\)",pid=\([0-9]*\).*/\1 (process \2)/p' | head -n 1)
    echo "Port $port of the host is taken by ${program:-another program}."
    echo "fix: choose another port in the stack file (edge.port), or stop that program"
  fi
done

if [ -n "$LOCAL_IMAGES" ]; then
  for image in $LOCAL_IMAGES; do
    docker image inspect "$image" >/dev/null 2>&1 && continue
    echo "The image $image is not on the host."
    echo "fix: run npm start, which puts it there; or name a registry instead: pulumi config set registry docker.io/library"
  done
fi

case "$DOCKER_HOST" in
  unix://*)
    root=$(docker info --format '{{.DockerRootDir}}' 2>/dev/null)
    free=$(df -Pm "$root" 2>/dev/null | awk 'NR == 2 { print $4 }')
    if [ -n "$free" ] && [ "$free" -lt "$MIN_FREE_MIB" ]; then
      echo "Only $free MiB are free where Docker keeps its data ($root); a release needs $MIN_FREE_MIB MiB."
      echo "fix: free some space, for example: docker system prune"
    fi ;;
esac
exit 0
