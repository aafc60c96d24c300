# Waits until this Nginx has the published ports.
until_public() {
  tries=0
  until [ -e /tmp/public ]; do
    tries=$((tries + 1))
    [ "$tries" -ge 150 ] && { echo "it has not taken the published ports after 15 s"; exit 1; }
    sleep 0.1
  done
}
