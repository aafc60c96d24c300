# Makes a certificate for the subjectAltName $1 of OpenSSL, unless one is there and good for 30 days, and prints it: its key never leaves the host.
command -v openssl >/dev/null || { echo "its image has no openssl: name a certificate and its key instead"; exit 1; }
names=$(printf %s "$1" | sha256sum | cut -c 1-8)
for old in self-signed-"$names"-*.pem; do
  openssl x509 -in "$old" -noout -checkend 2592000 >/dev/null 2>&1 && exec openssl x509 -in "$old"
done
trap "rm -f self-signed.crt self-signed.key" EXIT
# No browser accepts one for more than 398 days.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 398 -subj "/CN=self-signed" \
  -addext "subjectAltName=$1" -addext "extendedKeyUsage=serverAuth" -keyout self-signed.key -out self-signed.crt 2>/tmp/openssl.log ||
  { cat /tmp/openssl.log; exit 1; }
# It does not say that a disk was full.
openssl x509 -in self-signed.crt -noout 2>&1 && openssl pkey -in self-signed.key -noout 2>&1 || exit
made=self-signed-$names-$(sha256sum <self-signed.crt | cut -c 1-16).pem
cat self-signed.crt self-signed.key | put "$made" && cat self-signed.crt
