# Asks an Nginx that publishes the ports itself to share them, by a second listener beside its own. It keeps what connections it has.
command -v perl >/dev/null || { echo "its image has no perl, by which it could share them"; exit 1; }
# What served until now: the new servers are not verified yet. What is loaded is no file that a switch could compare with.
rm -f /tmp/loaded.conf
site=/etc/nginx/live/site.conf.kept
[ -f "$site" ] || site=/dev/null
mkdir -p /tmp/shared && perl -pe 's/listen (8080|8443)\b(.*?);/"listen $1$2" . ($seen{$1}++ ? "" : " reuseport") . ";"/e' \
  "$site" >/tmp/shared/site.conf || exit
printf %s "$MAIN_CONFIG" | sed 's#/etc/nginx/live/#/tmp/shared/#' >/tmp/shared.conf && nginx -t -q -c /tmp/shared.conf || exit
old=$(workers)
cp /tmp/shared.conf /tmp/nginx.conf && nginx -c /tmp/nginx.conf -s reload || exit
others_than "$old"
