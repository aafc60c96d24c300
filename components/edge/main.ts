import { ports } from "./site";

/**
 * The part of nginx.conf that never changes while Nginx runs: a change of it needs a new container. The site comes from a file
 * that a switch replaces, so all that a site can want is there.
 *
 * A worker may have four files open for each connection: it needs one for the client, one for the service and one for what it sends. Newer
 * engines give a process 1,024 unless it asks.
 */
export const mainConfig = `load_module /usr/lib/nginx/modules/ngx_http_js_module.so;
worker_processes auto;
worker_rlimit_nofile 16384;
pid /tmp/nginx.pid;
error_log /dev/stderr warn;
events {
  worker_connections 4096;
}
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  server_tokens off;
  absolute_redirect off;
  sendfile on;
  tcp_nopush on;
  keepalive_timeout 65s;
  client_body_temp_path /tmp/client_body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  server_names_hash_bucket_size 128;
  include /tmp/keep-alive.conf;
  resolver 127.0.0.11 valid=2s ipv6=off;
  js_import upstreams from /tmp/upstreams.js;
  js_set $upstream upstreams.first;
  js_set $spare_upstream upstreams.spare;
  js_set $files_folder upstreams.folder;
  map $server_port $addresses_of {
    ${ports.checks} candidates;
    default live;
  }
  server {
    listen 127.0.0.1:${ports.status};
    access_log off;
    location / {
      return 200;
    }
  }
  include /etc/nginx/live/*.conf;
}
`;
