# Names this Nginx for the published ports, and waits until it has them.
cd /etc/nginx/live && cat /proc/sys/kernel/hostname >next.new && mv next.new next || exit
until_public
