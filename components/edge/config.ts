import { renderServerLimits } from "./limits";
import { renderLocation } from "./location";
import { ports, type Maintenance, type Site } from "./site";
import { block, lines, quoted } from "./text";
import { renderTls } from "./tls-profile";
import { renderVariables } from "./variables";

/** Renders the site: everything of nginx.conf that a switch replaces. */
export function renderSite(site: Site): string {
  const { serverNames, tls } = site;
  const names = `server_name ${serverNames.length > 0 ? serverNames.join(" ") : "_"};`;
  const strangers = serverNames.length > 0;
  return [
    renderVariables(site),
    ...(strangers
      ? [block("server", `listen ${ports.http} default_server;`, "server_name _;", misdirected)]
      : []),
    ...(strangers && tls
      ? [
          // A name in the handshake that is right and one in the request that is not end here too.
          block(
            "server",
            `listen ${ports.https} ssl default_server;`,
            "ssl_reject_handshake on;",
            misdirected,
          ),
        ]
      : []),
    // Nginx closes what it was given and does not listen on, and could not open it again where clients come by.
    ...(tls ? [] : [block("server", `listen ${ports.https} ssl;`, "ssl_reject_handshake on;")]),
    ...(tls
      ? [
          block(
            "server",
            `listen ${ports.http};`,
            names,
            !strangers && onlyNames,
            `return 301 ${httpsAddress(tls.port)};`,
          ),
        ]
      : []),
    block(
      "server",
      tls ? `listen ${ports.https} ssl;\nhttp2 on;` : `listen ${ports.http};`,
      `listen 127.0.0.1:${ports.checks};`,
      names,
      tls && renderTls(tls),
      serverDefaults(site),
      site.maintenance && renderMaintenance(site.maintenance),
      ...site.routes.map((route, index) => `\n${renderLocation(route, index)}`),
      site.snippet && `\n${site.snippet.trim()}`,
    ),
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
}

/** The answer to a request for a name that is not the site's. */
const misdirected = "return 421;";

/** A site without names goes by what the client calls it: that must be a name or an address, and nothing that a browser reads otherwise. */
const onlyNames = `if ($host !~ "^([a-z0-9._-]+|\\[[0-9a-f:.]+\\])$") {\n  ${misdirected}\n}`;

function httpsAddress(port: number): string {
  return `https://$host${port === 443 ? "" : `:${port}`}$request_uri`;
}

/** What all routes share. X-Forwarded-For is one address that Nginx vouches for, never what a client claims. */
function serverDefaults(site: Site): string {
  return lines(
    `client_max_body_size ${site.maxBodyMiB}m;`,
    renderServerLimits(site),
    // A link in a folder that others write could lead to the key of the certificate.
    "disable_symlinks on from=$document_root;",
    'set $websocket 0;\nset $cache_control "";',
    "add_header Cache-Control $cache_control;",
    ...Object.keys(site.headers).map(
      (name) => `add_header ${name} $header_${name.toLowerCase().replaceAll("-", "_")} always;`,
    ),
    "proxy_http_version 1.1;",
    "proxy_set_header Host $host$client_port;",
    "proxy_set_header X-Forwarded-Host $host$client_port;",
    "proxy_set_header X-Forwarded-Proto $client_scheme;",
    "proxy_set_header X-Forwarded-For $remote_addr;",
    "proxy_set_header X-Real-IP $remote_addr;",
    "proxy_set_header X-Request-ID $request_id;",
    "proxy_set_header Upgrade $forward_upgrade;",
    "proxy_set_header Connection $forward_connection;",
    "proxy_hide_header Strict-Transport-Security;",
    "proxy_connect_timeout 5s;",
    `proxy_read_timeout ${site.timeout}s;`,
    `proxy_send_timeout ${site.timeout}s;`,
    // Temporary files live in memory: a large answer waits in the service for a slow client.
    "proxy_max_temp_file_size 0;",
  );
}

const defaultPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Maintenance 维护中</title>
<body style="font-family:sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem">
<h1>Maintenance 维护中</h1>
<p>We will be back shortly. 系统正在维护,请稍后再试。</p>
`;

/** The page that {@link renderMaintenance} answers with. */
export function maintenancePage({ page = defaultPage }: Maintenance): string {
  return page;
}

function renderMaintenance(maintenance: Maintenance): string {
  return lines(
    "error_page 503 @maintenance;",
    "if ($in_maintenance) {\n  return 503;\n}",
    block(
      "location @maintenance",
      // Whatever a path ends with, what it gets is this page.
      "types {\n}",
      "default_type text/html;",
      "charset utf-8;",
      `add_header Retry-After ${maintenance.retryAfter ?? 300} always;`,
      "add_header Cache-Control no-store always;",
      `return 503 ${quoted(maintenancePage(maintenance))};`,
    ),
  );
}
