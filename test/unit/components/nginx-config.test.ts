import assert from "node:assert/strict";
import { renderSite } from "../../../components/nginx/config";

const site = (route: object) =>
  renderSite({
    port: 8080,
    maxBodyMiB: 20,
    routes: [{ path: "/api/", to: { address: "backend-1a2b3c4", port: 8000 }, ...route }],
  });

describe("nginx: rendered servers", () => {
  it("sends a path to its service, and hands over the client's address, whatever the client claims", () => {
    const text = site({});
    assert.match(
      text,
      /location \/api\/ \{\n {4}set \$upstream backend-1a2b3c4;\n {4}proxy_pass http:\/\/\$upstream:8000;/,
    );
    assert.match(text, /proxy_set_header X-Forwarded-For \$remote_addr;/);
    assert.match(text, /client_max_body_size 20m;/);
    assert.doesNotMatch(text, /rewrite/);
  });

  it("takes the path away where asked", () => {
    assert.match(site({ path: "/m.x/", stripPath: true }), /rewrite \^\/m\\\.x\/\(\.\*\)\$ \/\$1 break;/);
  });
});
