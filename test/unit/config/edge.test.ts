import assert from "node:assert/strict";
import { edgeArgs, edgePorts, edgeSchema } from "../../../config/edge";
import { parseConfig } from "../../../config/parse";
import { StackConfig } from "../../../config";

/** Long and mixed enough. */
const strong = "q7Zk2mXw9RtB4nVc8LpH3sDf";
const version = JSON.stringify({ version: "1.0.0" });
const files = { certificateFile: "/tls.pem", keyFile: "/tls.key" };

/** The mistakes of a stack file with this edge, a line each. */
function mistakes(edge: object, more: Record<string, object> = {}, encrypted = true): string[] {
  const given = { edge: { port: 80, ...edge }, ...more };
  const raw = Object.entries(given).map(([key, value]) => [`proxy-system:${key}`, JSON.stringify(value)]);
  const versions = ["backend", "web", "mobile"].map((name) => [`proxy-system:${name}`, version]);
  const all = Object.fromEntries([...versions, ...raw]) as Record<string, string>;
  return parseConfig(StackConfig, "proxy-system", all, () => encrypted).mistakes.map(
    ({ where, what }) => `${where}: ${what}`,
  );
}

describe("config: the edge", () => {
  const parsed = (edge: object) => edgeSchema("proxy-system:edge").parse({ port: 80, ...edge });

  for (const [name, edge] of Object.entries({
    "http only": {},
    "a certificate of files": { tls: files },
    "a self-signed certificate": { tls: { selfSigned: true, port: 8443 } },
    "names, proxies, a limit, maintenance": {
      serverNames: ["www.example.com", "*.example.com"],
      trustedProxies: ["10.0.0.0/8"],
      maxBodyMiB: 100,
      accessLog: "json",
      limits: { connections: 200, headSeconds: 5 },
      maintenance: { allow: ["/health"] },
    },
    "a certificate whose key is a secret": {
      tls: { certificate: "PEM" },
      secrets: { TLS_KEY: strong },
    },
  }))
    it(`takes ${name}`, () => assert.deepEqual(mistakes(edge), []));

  it("hands over what the component takes, and nothing that was not said", () => {
    assert.deepEqual(Object.keys(edgeArgs(parsed({}))), [
      ...["port", "bind", "serverNames", "trustedProxies", "maxBodyMiB", "accessLog"],
    ]);
    assert.deepEqual(edgeArgs(parsed({ limits: { connections: 200 } })).limits, { connections: 200 });
    assert.deepEqual(edgeArgs(parsed({ tls: files })).tls, { port: 443, hstsSubDomains: false, ...files });
    assert.deepEqual(edgeArgs(parsed({ tls: { selfSigned: true } })).tls, {
      ...{ port: 443, hstsSubDomains: false, selfSigned: true },
    });
  });

  it("publishes a port for https only with TLS", () => {
    assert.deepEqual(edgePorts(parsed({})), { "edge.port": 80 });
    assert.deepEqual(edgePorts(parsed({ tls: files })), { "edge.port": 80, "edge.tls.port": 443 });
  });

  const refused: [name: string, edge: object, expected: RegExp[]][] = [
    [
      "two sources of a certificate",
      { tls: { ...files, selfSigned: true } },
      [/^edge\.tls: expected one of/],
    ],
    ["no source", { tls: {} }, [/^edge\.tls: expected one of/]],
    ["a certificate without a key", { tls: { certificateFile: "/a" } }, [/^edge\.tls: .*together/]],
    ["a text without its key", { tls: { certificate: "PEM" } }, [/^edge\.tls: .*TLS_KEY together/]],
    ["a key without TLS", { secrets: { TLS_KEY: strong } }, [/^edge\.tls: missing/]],
    ["another secret", { secrets: { OTHER: strong } }, [/^edge\.secrets\.OTHER: expected TLS_KEY/]],
    [
      "a port for two",
      { tls: { ...files, port: 80 } },
      [/^edge\.tls\.port: expected a port other than port/],
    ],
    ["a port out of range", { tls: { ...files, port: 65536 } }, [/^edge\.tls\.port: expected at most 65535/]],
    [
      "values of the wrong kind, all at once",
      {
        ...{
          serverNames: ["https://x"],
          trustedProxies: ["lan"],
          maxBodyMiB: 0,
          maintenance: { allow: ["x"] },
        },
        limits: { connections: 0, other: 1 },
      },
      [
        /^edge\.limits\.connections: expected at least 1/,
        /^edge\.limits\.other: /,
        /^edge\.maintenance\.allow\[0\]: expected a path/,
        /^edge\.maxBodyMiB: expected at least 1/,
        /^edge\.serverNames\[0\]: expected a name/,
        /^edge\.trustedProxies\[0\]: expected a network/,
      ],
    ],
  ];
  for (const [name, edge, expected] of refused)
    it(`refuses ${name}`, () => {
      const found = mistakes(edge);
      assert.equal(found.length, expected.length, found.join("\n"));
      expected.forEach((pattern, at) => assert.match(found[at] ?? "", pattern));
    });

  it("refuses the key in plain text, and a port that the database claims too", () => {
    const key = { tls: { certificate: "PEM" }, secrets: { TLS_KEY: strong } };
    assert.deepEqual(mistakes(key, {}, false), ["edge.secrets.TLS_KEY: a secret in plain text"]);
    assert.deepEqual(mistakes({ tls: { ...files, port: 5432 } }, { database: { localPort: 5432 } }), [
      "database.localPort: expected a port other than edge.tls.port, which is 5432 too, found 5432",
    ]);
  });
});
