# Names this Nginx for the published ports, and waits until it has them.
cd /etc/nginx/live && cat /proc/sys/kernel/hostname >next.new && mv next.new next || exit
tries=0
until [ -e /tmp/public ]; do
  tries=$((tries + 1))
  [ "$tries" -ge 150 ] && { echo "it has not taken the published ports after 15 s"; exit 1; }
  sleep 0.1
done
