import assert from "node:assert/strict";
import { renderSite } from "../../../../components/edge/config";
import { renderUpstreams } from "../../../../components/edge/upstreams";
import { backend, replicas, siteWith } from "../../../support/site";

const tls = { file: "/etc/nginx/live/tls-1.pem", port: 443, hstsSubDomains: false };

/** The `server` blocks of a site. */
const servers = (text: string) => text.split(/^(?=server \{)/m).slice(1);

describe("nginx: the site", () => {
  it("hands over the client's address as Nginx sees it, whatever the client claims", () => {
    const text = renderSite(siteWith());
    assert.match(text, /^ {2}proxy_set_header X-Forwarded-For \$remote_addr;$/m);
    assert.match(text, /^ {2}proxy_set_header X-Real-IP \$remote_addr;$/m);
    assert.doesNotMatch(text, /real_ip|proxy_add_x_forwarded_for|http_x_forwarded/);
  });

  it("believes the configured proxies, and no one else", () => {
    const text = renderSite(siteWith({ trustedProxies: ["10.0.0.0/8", "fd00::/8"] }));
    assert.match(
      text,
      /^set_real_ip_from 10\.0\.0\.0\/8;\nset_real_ip_from fd00::\/8;\nreal_ip_header X-Forwarded-For;\nreal_ip_recursive on;\ngeo \$realip_remote_addr \$proxy_is_trusted \{\n {2}default 0;\n {2}10\.0\.0\.0\/8 1;\n {2}fd00::\/8 1;\n\}/m,
    );
  });

  it("without TLS and names has one server for everything, and one that keeps the port of https", () => {
    const [closed = "", server = "", ...others] = servers(renderSite(siteWith()));
    assert.deepEqual(others, []);
    assert.equal(closed.trim(), "server {\n  listen 8443 ssl;\n  ssl_reject_handshake on;\n}");
    assert.match(server, /^server \{\n {2}listen 8080;\n {2}listen 127\.0\.0\.1:8082;\n {2}server_name _;/);
    assert.doesNotMatch(server, /ssl|Strict-Transport-Security "max-age/);
  });

  it("with TLS sends http to https, and serves Mozilla's intermediate profile with HSTS", () => {
    const [http, https = ""] = servers(renderSite(siteWith({ tls })));
    assert.equal(
      http?.trim(),
      `server {
  listen 8080;
  server_name _;
  if ($host !~ "^([a-z0-9._-]+|\\[[0-9a-f:.]+\\])$") {
    return 421;
  }
  return 301 https://$host$request_uri;
}`,
    );
    assert.ok(
      https.startsWith(`server {
  listen 8443 ssl;
  http2 on;
  listen 127.0.0.1:8082;
  server_name _;
  ssl_certificate /etc/nginx/live/tls-1.pem;
  ssl_certificate_key /etc/nginx/live/tls-1.pem;
  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305;
  ssl_prefer_server_ciphers off;
  include /tmp/tls-groups.conf;
  ssl_session_timeout 1d;
  ssl_session_cache shared:tls:10m;
  ssl_session_tickets off;
  add_header Strict-Transport-Security "max-age=63072000" always;
`),
      https,
    );
  });

  it("names a port that is not 443 in the redirect, and says so of all names below where asked", () => {
    const text = renderSite(siteWith({ tls: { ...tls, port: 8443, hstsSubDomains: true } }));
    assert.match(text, /return 301 https:\/\/\$host:8443\$request_uri;/);
    assert.match(text, /"max-age=63072000; includeSubDomains" always;/);
  });

  it("answers to no other names than its own", () => {
    const [http, https, redirect, site] = servers(
      renderSite(siteWith({ serverNames: ["a.example", "b.example"], tls })),
    );
    assert.equal(http?.trim(), "server {\n  listen 8080 default_server;\n  server_name _;\n  return 421;\n}");
    assert.equal(
      https?.trim(),
      "server {\n  listen 8443 ssl default_server;\n  ssl_reject_handshake on;\n  return 421;\n}",
    );
    assert.match(redirect ?? "", /server_name a\.example b\.example;\n {2}return 301/);
    assert.match(site ?? "", /server_name a\.example b\.example;\n {2}ssl_certificate/);
  });

  it("adds its headers unless the service sends one of that name", () => {
    const text = renderSite(siteWith({ headers: { "X-Frame-Options": 'a "b" $c' } }));
    assert.match(
      text,
      /map \$upstream_http_x_frame_options \$header_x_frame_options \{\n {2}"" "a \\"b\\" \$\{dollar\}c";\n {2}default "";\n\}/,
    );
    assert.match(text, /^ {2}add_header X-Frame-Options \$header_x_frame_options always;$/m);
  });

  it("answers 503 with a page to all but the configured paths", () => {
    const maintenance = { allow: ["/health"], page: "<p>$5</p>\n", retryAfter: 60 };
    const text = renderSite(siteWith({ maintenance }));
    assert.match(text, /map \$uri \$in_maintenance \{\n {2}~\^\/health 0;\n {2}default 1;\n\}/);
    assert.ok(
      text.includes(`  error_page 503 @maintenance;
  if ($in_maintenance) {
    return 503;
  }
  location @maintenance {
    types {
    }
    default_type text/html;
    charset utf-8;
    add_header Retry-After 60 always;
    add_header Cache-Control no-store always;
    return 503 "<p>\${dollar}5</p>\\n";
  }
`),
      text,
    );
    assert.doesNotMatch(renderSite(siteWith()), /maintenance/);
  });

  it("says where services and static builds are in a text of its own, so that a release changes only that", () => {
    const routes = [
      { path: "/", to: replicas },
      { path: "/api/", to: { ...backend, name: "api" } },
      { path: "/health", to: replicas },
      { path: "/old/", redirectTo: "/" },
      { path: "/shop/", folder: "/live/files-1", switched: "files:/shop/" },
    ];
    assert.equal(
      renderUpstreams(routes),
      "api backend-1a2b3c4:8000\nbackend backend-a:8000 backend-b:8000\nfiles:/shop/ /live/files-1",
    );
    assert.doesNotMatch(renderSite(siteWith({ routes })), /backend-|files-1/);
  });

  it("logs a line a request in the format that was asked for", () => {
    const log = (accessLog: Parameters<typeof siteWith>[0]) =>
      renderSite(siteWith(accessLog)).match(/^(log_format|access_log).*$/gm);
    assert.match(
      log({ accessLog: "text" })?.[0] ?? "",
      /^log_format edge '\$remote_addr \[\$time_iso8601\] /,
    );
    assert.match(log({ accessLog: "json" })?.[0] ?? "", /^log_format edge escape=json '\{"time":/);
    assert.deepEqual(log({ accessLog: { format: "$status it's" } }), [
      "log_format edge '$status it\\'s';",
      "access_log /dev/stdout edge;",
    ]);
    assert.deepEqual(log({ accessLog: false }), ["access_log off;"]);
  });

  it("limits how often one client may ask, whatever way the path is spelt, but not on a longer path", () => {
    const login = { to: backend, rateLimit: { perMinute: 10, burst: 3 } };
    const routes = [
      { path: "/api/", to: backend },
      { path: "/api/login", exact: true, ...login },
      { path: "/api/auth/", ...login },
      { path: "/api/auth/help", exact: true, to: backend },
      { path: "/go", ...login },
    ];
    const text = renderSite(siteWith({ routes }));
    assert.ok(
      text.includes(`map $path_asked_for $rate_of {
  "~/\\.\\.?;" "1";
  "~^/api/auth/help$" "";
  "~*^/api(;[^/]*)?/login([/.;]|$)" "1";
  "~*^/api(;[^/]*)?/auth([/;]|$)" "2";
  "~^/api/" "";
  "~*^/go" "4";
  default "";
}
map $rate_of $rate_1 {
  1 $binary_remote_addr;
  default "";
}
limit_req_zone $rate_1 zone=rate_1:1m rate=10r/m;`),
      text,
    );
    assert.match(text, /^ {2}set \$path_asked_for \$uri;\n {2}limit_req zone=rate_1 burst=3 nodelay;/m);
    assert.doesNotMatch(renderSite(siteWith()), /limit_req_zone|limit_req zone/);
  });

  it("bounds what one client may take, by default and as configured", () => {
    const text = renderSite(siteWith());
    for (const line of [
      "client_header_timeout 15s;",
      "client_body_timeout 30s;",
      "send_timeout 30s;",
      "large_client_header_buffers 4 8k;",
      "limit_conn connections 1000;",
    ])
      assert.ok(text.includes(`\n${line}\n`), line);
    const limits = { headSeconds: 1, bodySeconds: 2, answerSeconds: 3, headKiB: 4, connections: 5 };
    assert.match(
      renderSite(siteWith({ limits })),
      /header_timeout 1s;\nclient_body_timeout 2s;\nsend_timeout 3s;[^]*buffers 4 4k;[^]*connections 5;/,
    );
  });

  it("compresses, limits bodies, waits, and takes directives as configured", () => {
    const text = renderSite(siteWith({ gzip: false, maxBodyMiB: 7, timeout: 9, snippet: "etag off;" }));
    assert.match(text, /^gzip off;$/m);
    assert.match(text, /^ {2}client_max_body_size 7m;$/m);
    assert.match(text, /^ {2}proxy_read_timeout 9s;$/m);
    assert.match(text, /^ {2}etag off;\n\}\n$/m);
  });
});
