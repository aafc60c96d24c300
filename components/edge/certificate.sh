# Puts the certificate and key of standard input into the live folder of the Nginx container $CONTAINER as $FILE. With
# $SELF_SIGNED (subjectAltName of OpenSSL) it makes them there instead, unless they are there and good for 30 days, and prints
# the certificate: the key never leaves the host. Nothing uses a file before the switch names it.
what="The certificate could not be handed over"
# Root of the container writes, in the group of Nginx: Nginx can read what it cannot change, and nobody else can do either.
# What could not be written whole, as on a full disk, does not stay.
in_nginx() { docker exec -i -u 0:nginx -e SELF_SIGNED -e FILE "$CONTAINER" sh -c "umask 027; cd /etc/nginx/live || exit
  install() { cat >\"\$1.new\" && sync \"\$1.new\" && mv \"\$1.new\" \"\$1\" || { rm -f \"\$1.new\"; return 1; }; }
  $1" 2>&1; }
wait_for_nginx

if [ -z "$SELF_SIGNED" ]; then
  detail=$(in_nginx 'install "$FILE"') || fail "the live folder cannot be written"
  exit 0
fi
detail=$(in_nginx '
  command -v openssl >/dev/null || { echo "its image has no openssl: name a certificate and its key instead"; exit 1; }
  names=$(printf %s "$SELF_SIGNED" | sha256sum | cut -c 1-8)
  for old in self-signed-"$names"-*.pem; do
    openssl x509 -in "$old" -noout -checkend 2592000 >/dev/null 2>&1 && exec openssl x509 -in "$old"
  done
  trap "rm -f self-signed.crt self-signed.key" EXIT
  # No browser accepts one for more than 398 days.
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 398 -subj "/CN=self-signed" \
    -addext "subjectAltName=$SELF_SIGNED" -addext "extendedKeyUsage=serverAuth" -keyout self-signed.key -out self-signed.crt 2>/tmp/openssl.log ||
    { cat /tmp/openssl.log; exit 1; }
  # It does not say that a disk was full.
  openssl x509 -in self-signed.crt -noout 2>&1 && openssl pkey -in self-signed.key -noout 2>&1 || exit
  made=self-signed-$names-$(sha256sum <self-signed.crt | cut -c 1-16).pem
  cat self-signed.crt self-signed.key | install "$made" && cat self-signed.crt' </dev/null) || fail "it could not be made"
printf '%s\n' "$detail"
