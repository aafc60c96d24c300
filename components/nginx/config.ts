/** One rule of the edge: which requests go where. */
export interface Route {
  /** Requests whose path starts with this; `/` takes what no other route does. */
  path: string;
  /** Where they go: a name in the stack's network and a port. */
  to: { address: string; port: number };
  /** Take `path` away before the service sees the request. Default: the service sees the whole path. */
  stripPath?: boolean;
}

/** What the edge serves. */
export interface Site {
  routes: Route[];
  /** Port inside the container. */
  port: number;
  /** Largest request body in MiB; a larger one is answered 413. */
  maxBodyMiB: number;
}

/** Port inside the Nginx container that only checks of ours use. */
export const statusPort = 8081;

/**
 * Renders the servers of nginx.conf.
 *
 * An upstream stands in a variable, so Nginx looks its address up when a request comes and not once at start: a container
 * that came back with another address after a restart is found again.
 */
export function renderSite(site: Site): string {
  return `server {
  listen ${site.port};
  server_name _;
  client_max_body_size ${site.maxBodyMiB}m;
${site.routes.map(renderRoute).join("\n")}
}
`;
}

function renderRoute(route: Route): string {
  const { address, port } = route.to;
  const strip = route.stripPath ? `    rewrite ^${escapeRegex(route.path)}(.*)$ /$1 break;\n` : "";
  return `
  location ${route.path} {
    set $upstream ${address};
${strip}    proxy_pass http://$upstream:${port};
    proxy_http_version 1.1;
    proxy_set_header Host $host;
    proxy_set_header X-Real-IP $remote_addr;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $connection_upgrade;
    proxy_connect_timeout 5s;
    proxy_read_timeout 60s;
  }`;
}

/** The part of nginx.conf that never changes while Nginx runs; the servers come from files that a switch replaces. */
export const mainConfig = `worker_processes auto;
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
  gzip on;
  gzip_vary on;
  gzip_proxied any;
  gzip_types text/css application/javascript application/json image/svg+xml;
  client_body_temp_path /tmp/client_body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  access_log /dev/stdout;
  resolver 127.0.0.11 valid=2s ipv6=off;
  map $http_upgrade $connection_upgrade {
    default upgrade;
    "" "";
  }
  server {
    listen 127.0.0.1:${statusPort};
    access_log off;
    location / {
      return 200;
    }
  }
  include /etc/nginx/live/*.conf;
}
`;

function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
