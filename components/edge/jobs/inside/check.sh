# Asks for each path by the probe $1, through the servers that the candidates stand behind.
probe=$1
shift
for path; do
  tries=0
  until answer=$(sh -c "$probe" check "$path" 2>&1 </dev/null); do
    tries=$((tries + 1))
    [ "$tries" -ge 25 ] && { printf '%s\n' "$path does not answer well through Nginx: $answer"; exit 1; }
    sleep 0.2
  done
done
