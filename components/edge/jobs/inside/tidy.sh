# Certificates that the configuration no longer names are of no use to anybody but a thief; static builds fill the disk.
cd /etc/nginx/live || exit
for file in tls-*.pem self-signed-*.pem files-*; do
  [ -e "$file" ] && ! grep -qE "/$file([/;]|\$)" site.conf upstreams && rm -rf "$file"
done
rm -f ./*.kept "$RELEASE_FILE"
