import assert from "node:assert/strict";
import { renderLocation } from "../../../../components/edge/location";
import type { Route } from "../../../../components/edge/site";
import { backend, replicas } from "../../../support/site";

/** Each kind of route with its whole location, as it stands in nginx.conf. */
const kinds: [what: string, route: Route, rendered: string][] = [
  [
    "sends a path to its service as it came",
    { path: "/api/", to: backend },
    `location /api/ {
  set $service backend;
  proxy_pass http://$upstream;
}`,
  ],
  [
    "takes only the very path where asked",
    { path: "/health", exact: true, to: backend },
    `location = /health {
  set $service backend;
  proxy_pass http://$upstream;
}`,
  ],
  [
    "takes the path away where asked, whose dots are no wildcards",
    { path: "/m.x/", to: backend, stripPath: true },
    `location /m.x/ {
  set $service backend;
  rewrite ^/m\\.x/[/\\x5c]*(.*)$ /$1 break;
  proxy_pass http://$upstream;
}`,
  ],
  [
    "puts another path in place of its own for a service",
    { path: "/v1/", to: backend, rewriteTo: "/api/v1/" },
    `location /v1/ {
  set $service backend;
  rewrite ^/v1/[/\\x5c]*(.*)$ /api/v1/$1 break;
  proxy_pass http://$upstream;
}`,
  ],
  [
    "hands a path over to another route",
    { path: "/merchant/admin", rewriteTo: "/admin" },
    `location /merchant/admin {
  rewrite ^/merchant/admin(.*)$ /admin$1;
  set $path_asked_for $uri;
}`,
  ],
  [
    "serves the files of a folder",
    { path: "/static/", folder: "/srv/static", cache: { seconds: 3600 } },
    `location /static/ {
  set $cache_control "public, max-age=3600";
  alias /srv/static/;
}`,
  ],
  [
    "serves a page that finds its way itself",
    { path: "/shop/", folder: "/srv/shop/", spa: true, cache: "no-cache" },
    `location /shop/ {
  set $cache_control "no-cache";
  alias /srv/shop/;
  try_files $uri /shop/index.html =404;
}`,
  ],
  [
    "serves a static build from where it is now",
    { path: "/", folder: "/live/files-1", switched: "files:/", spa: true },
    `location / {
  set $service "files:/";
  disable_symlinks off;
  alias $files_folder/;
  try_files $uri /index.html =404;
}`,
  ],
  [
    "sends a tree elsewhere with the rest of the path and the query",
    { path: "/old/", redirectTo: "https://example.com/new/", status: 308 },
    `location /old/ {
  if ($request_uri ~ ^/old/[/\\x5c]*(.*)$) {
    return 308 https://example.com/new/$1;
  }
  return 308 https://example.com/new/;
}`,
  ],
  [
    "sends one page elsewhere with its query",
    { path: "/login", exact: true, redirectTo: "/signin" },
    `location = /login {
  return 301 /signin$is_args$args;
}`,
  ],
  [
    "ends the name of a host that a redirect leads to",
    { path: "/bare/", redirectTo: "https://example.com" },
    `location /bare/ {
  if ($request_uri ~ ^/bare/[/\\x5c]*(.*)$) {
    return 301 https://example.com/$1;
  }
  return 301 https://example.com/;
}`,
  ],
  [
    "lets a connection become a WebSocket that may be silent for an hour",
    { path: "/ws", to: backend, websocket: true },
    `location /ws {
  set $service backend;
  set $websocket 1;
  proxy_pass http://$upstream;
  proxy_read_timeout 3600s;
  proxy_send_timeout 3600s;
}`,
  ],
  [
    "has a limit of bodies, cache headers and directives of its own",
    {
      path: "/api/login",
      to: backend,
      maxBodyMiB: 1,
      timeout: 5,
      cache: "no-store",
      rateLimit: { perMinute: 10 },
      snippet: "\nlog_not_found off;\n",
    },
    `location /api/login {
  client_max_body_size 1m;
  set $cache_control "no-store";
  set $service backend;
  proxy_pass http://$upstream;
  proxy_read_timeout 5s;
  proxy_send_timeout 5s;
  proxy_hide_header Cache-Control;
  proxy_hide_header Strict-Transport-Security;
  log_not_found off;
}`,
  ],
  [
    "asks another replica when one does not answer, if asking twice does no harm",
    { path: "/api/", to: replicas },
    `location /api/ {
  set $service backend;
  proxy_pass http://$upstream;
  error_page 502 504 = @spare_3;
}

location @spare_3 {
  if ($request_method !~ ^(GET|HEAD)$) {
    return 502;
  }
  proxy_pass http://$spare_upstream;
}`,
  ],
];

describe("nginx: the location of a route", () => {
  for (const [what, route, rendered] of kinds)
    it(what, () => assert.equal(renderLocation(route, 3), rendered));
});
