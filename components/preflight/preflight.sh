# Looks at the engine, the ports of $PORTS (a line each: number, key of the stack file) without changing anything. Prints what is in the
# way, a line each, and nothing when all is well; always exits 0, so that all of it can be shown at once.
set -u
if ! answer=$(docker version --format '{{.Server.Version}}' 2>&1); then
  echo "Docker does not answer at $DOCKER_HOST: $(printf '%s' "$answer" | tail -n 1)"
  case "$DOCKER_HOST $answer" in
    ssh:*"REMOTE HOST IDENTIFICATION HAS CHANGED"*)
      echo "fix: the host's key is another than before. Ask its administrator for its fingerprint (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub there); only if it was renewed: ssh-keygen -R HOST here, then ssh to it once" ;;
    ssh:*"Host key verification failed"*)
      echo "fix: this machine does not know the host's key yet. ssh to it once and compare the fingerprint with the one that its administrator gives you" ;;
    ssh:*"Permission denied"*)
      echo "fix: give the host your public key (ssh-copy-id), or load it: ssh-add" ;;
    ssh:*) echo "fix: check that ssh to the host works, and that docker runs there: ssh USER@HOST docker version" ;;
    tcp:*) echo "fix: check that the engine runs there, and that the certificates in $DOCKER_CERT_PATH are its own" ;;
    *) echo "fix: start it (systemctl start docker, or npm start on Debian and Ubuntu), or name another engine: pulumi config set host" ;;
  esac
  exit 0
fi

mine="$SYSTEM/$STACK"
owners=$(docker ps --format '{{.Label "io.pulumi-web-systems.system"}}/{{.Label "io.pulumi-web-systems.stack"}} {{.Names}} {{.Ports}}')
printf '%s\n' "$PORTS" | while read -r port key; do
  [ -z "$port" ] && continue
  owner=$(printf '%s\n' "$owners" | grep -E "[:,. ]$port->" | head -n 1)
  case "$owner" in
    "$mine "*) continue ;;
    ?*)
      name=$(printf '%s' "$owner" | cut -d' ' -f2)
      echo "Port $port of the host is taken by the container $name."
      echo "fix: choose another port in the stack file ($key), or stop that container"
      continue ;;
  esac
  case "$DOCKER_HOST" in unix://*) ;; *) continue ;; esac
  # Listening sockets (state 0A) of this machine, with the port in hexadecimal.
  hex=$(printf '%04X' "$port")
  if cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v port=":$hex" '$4 == "0A" && substr($2, length($2) - 4) == port { found = 1 } END { exit !found }'; then
    program=$(ss -Hltnp "sport = :$port" 2>/dev/null | sed -n 's/.*users:(("\([^"]*\)",pid=\([0-9]*\).*/\1 (process \2)/p' | head -n 1)
    echo "Port $port of the host is taken by ${program:-another program}."
    echo "fix: choose another port in the stack file ($key), or stop that program"
  fi
done

case "$DOCKER_HOST" in
  unix://*)
    root=$(docker info --format '{{.DockerRootDir}}' 2>/dev/null)
    free=$(df -Pm "$root" 2>/dev/null | awk 'NR == 2 { print $4 }')
    if [ -n "$free" ] && [ "$free" -lt "$MIN_FREE_MIB" ]; then
      echo "Only $free MiB are free where Docker keeps its data ($root); a release needs $MIN_FREE_MIB MiB."
      # Not docker system prune: it removes every container that does not run, whoever's it is, and networks.
      echo "fix: free some space: docker system df shows what takes it; docker image prune removes images without a name, docker builder prune what builds kept"
    fi ;;
esac
exit 0
