import { renderLimits } from "./limits";
import { ports, type AccessLog, type Site } from "./site";
import { block, escapeRegex, lines, quoted } from "./text";

/**
 * Renders what stands before the servers: the variables that they use, zones, the access log and compression.
 *
 * A service is asked to close its connection after the answer. Whoever closes first remembers a connection for a minute; where Nginx does, it soon
 * searches for a free port among tens of thousands, and answers a tenth of the requests. Not of a request with a body: a service that refuses it
 * before it has read it all would close while Nginx still sends, and its answer would be lost.
 */
export function renderVariables(site: Site): string {
  return lines(
    "geo $dollar {\n  default $;\n}",
    "# The name that Nginx checked, with the port that the client wrote.",
    block("map $http_host $client_port", "~(:[0-9]+)$ $1;", 'default "";'),
    block('map "$websocket $http_upgrade" $forward_upgrade', '"~*^1 websocket$" websocket;', 'default "";'),
    block(
      'map "$forward_upgrade $request_method $content_length$http_transfer_encoding" $forward_connection',
      '"~^websocket " upgrade;',
      '"~^ (GET|HEAD|OPTIONS) 0?$" close;',
      'default "";',
    ),
    block(
      "map $server_port $own_scheme",
      `${ports.checks} ${site.tls ? "https" : "http"};`,
      "default $scheme;",
    ),
    clientAddress(site),
    ...Object.entries(site.headers).map(header),
    renderLimits(site),
    maintenance(site),
    accessLog(site.accessLog),
    compression(site.gzip),
  );
}

/** The address and scheme of the client: as the connection has them, or as a proxy says that is known to be ours. */
function clientAddress({ trustedProxies }: Site): string {
  if (trustedProxies.length === 0) return "map $own_scheme $client_scheme {\n  default $own_scheme;\n}";
  return lines(
    ...trustedProxies.map((network) => `set_real_ip_from ${network};`),
    "real_ip_header X-Forwarded-For;",
    // Goes back through all proxies of ours to the last address that none of them vouches for.
    "real_ip_recursive on;",
    block(
      "geo $realip_remote_addr $proxy_is_trusted",
      "default 0;",
      ...trustedProxies.map((network) => `${network} 1;`),
    ),
    block(
      'map "$proxy_is_trusted $http_x_forwarded_proto" $client_scheme',
      '"1 https" https;',
      '"1 http" http;',
      "default $own_scheme;",
    ),
  );
}

/** A header of the site gives way to one of the service; Nginx does not send an empty one. */
function header([name, value]: [string, string]): string {
  const variable = name.toLowerCase().replaceAll("-", "_");
  return block(`map $upstream_http_${variable} $header_${variable}`, `"" ${quoted(value)};`, 'default "";');
}

function maintenance({ maintenance }: Site): string {
  if (!maintenance) return "";
  const allowed = (maintenance.allow ?? []).map((path) => `~^${escapeRegex(path)} 0;`);
  return block("map $uri $in_maintenance", ...allowed, "default 1;");
}

const formats = {
  text: `'$remote_addr [$time_iso8601] "$request_method $logged_path $server_protocol" $status $body_bytes_sent $request_time "$logged_referer" "$http_user_agent" $host $upstream_addr $upstream_response_time $request_id'`,
  json: `escape=json '{"time":"$time_iso8601","client":"$remote_addr","method":"$request_method","host":"$host","uri":"$logged_path","status":"$status","bytes":"$body_bytes_sent","seconds":"$request_time","upstream":"$upstream_addr","upstream_seconds":"$upstream_response_time","referer":"$logged_referer","agent":"$http_user_agent","id":"$request_id"}'`,
};

function accessLog(log: AccessLog): string {
  if (log === false) return "access_log off;";
  const format = typeof log === "string" ? formats[log] : `'${log.format.replace(/[\\']/g, "\\$&")}'`;
  return lines(
    // Tokens travel in queries: links to set a password, callbacks of a login, sessions of a WebSocket.
    block("map $request_uri $logged_path", '"~^(?<asked_path>[^?]*)" $asked_path;', 'default "";'),
    block("map $http_referer $logged_referer", '"~^(?<came_from>[^?#]+)" $came_from;', 'default "-";'),
    `log_format edge ${format};`,
    "access_log /dev/stdout edge;",
  );
}

function compression(on: boolean): string {
  if (!on) return "gzip off;";
  return lines(
    "gzip on;",
    "gzip_vary on;",
    "gzip_proxied any;",
    // Below this the compressed answer is hardly shorter.
    "gzip_min_length 256;",
    "gzip_types text/css text/plain text/javascript application/javascript application/json application/manifest+json application/xml image/svg+xml;",
  );
}
