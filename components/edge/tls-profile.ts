import type { SiteTls } from "./site";
import { lines } from "./text";

/** Written by start.sh: the groups for key exchange, with X25519MLKEM768 where the image's OpenSSL knows it. */
const groupsFile = "/tmp/tls-groups.conf";

/** The cipher suites for TLS 1.2 of Mozilla's intermediate profile 6.0. */
const ciphers = [
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
].join(":");

/** Renders Mozilla's intermediate profile 6.0: https://wiki.mozilla.org/Security/Server_Side_TLS */
export function renderTls({ file, hstsSubDomains }: SiteTls): string {
  return lines(
    `ssl_certificate ${file};`,
    `ssl_certificate_key ${file};`,
    "ssl_protocols TLSv1.2 TLSv1.3;",
    `ssl_ciphers ${ciphers};`,
    "ssl_prefer_server_ciphers off;",
    `include ${groupsFile};`,
    "ssl_session_timeout 1d;",
    "ssl_session_cache shared:tls:10m;",
    "ssl_session_tickets off;",
    `add_header Strict-Transport-Security "max-age=63072000${hstsSubDomains ? "; includeSubDomains" : ""}" always;`,
  );
}
