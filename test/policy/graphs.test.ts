import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Container, Resource } from "../../policy/rule";
import { en } from "../../messages/en";
import { rules } from "../../policy/rules";
import { root } from "../support/program";
import { bad } from "./bad-containers";
import { good, resource, violated } from "./graph";

/** Resources other than services; each violates exactly one rule. */
const cases: [rule: string, why: string, graph: Resource[]][] = [
  ["database-port", "public", database({ ports: [{ internal: 5432, external: 5432, ip: "10.0.0.5" }] })],
  ["database-port-local", "asked for", database({}, { localPort: true })],
  ["database-network-internal", "on another", database({ networksAdvanced: [{ name: "shop" }] })],
  ["database-volume-retained", "no volume", database({ volumes: [] })],
  ["database-volume-retained", "not retained", database({}, { retainOnDelete: false })],
  ["database-protected", "not protected", database({}, { protect: false })],
  ["no-secret-build-args", "a token", [image("shop:1", { NPM_TOKEN: "npm_123456" })]],
  ["no-secret-command", "in its environment", [command({ environment: { PGPASSWORD: "x" } })]],
  ["no-secret-command", "in its text", [command({ create: "DB_PASSWORD=hunter2 psql" })]],
  ["no-volume-of-host", "bound", [bound("none", "rbind,ro")]],
  ["image-tag", "none", [image("registry.local:5000/shop")]],
  ["image-tag", "latest", [image("postgres:latest")]],
  ["engine-reached-safely", "plain TCP", [engine({ host: "tcp://10.0.0.5:2375" })]],
  ["engine-reached-safely", "half of TLS", [engine({ host: "tcp://10.0.0.5:2376", caMaterial: "…" })]],
  [
    "command-engine-reached-safely",
    "plain TCP",
    [command({ environment: { DOCKER_HOST: "tcp://10.0.0.5:2375" } })],
  ],
];

describe("policy: databases, images, commands and engines", () => {
  for (const [rule, why, graph] of cases)
    it(`${rule}: ${why}`, () => {
      const also = rule === "database-port" ? ["only-edge-public"] : [];
      assert.deepEqual(violated(graph), [rule, ...also]);
    });

  const fine: [what: string, graph: Resource[]][] = [
    ["a database with the capabilities of its role", database({})],
    ["an image of a registry with a port", [image("registry.local:5000/shop:1.0")]],
    ["a volume in memory", [resource("volume", "cache", { driverOpts: { type: "tmpfs", o: "size=64m" } })]],
    ["an engine over SSH", [engine({ host: "ssh://deploy@10.0.0.5" })]],
    ["this machine's engine", [engine({ host: "unix:///var/run/docker.sock" })]],
    [
      "an engine with TLS on both sides",
      [engine({ host: "tcp://10.0.0.5:2376", caMaterial: "…", certMaterial: "…", keyMaterial: "…" })],
    ],
    ["a command that takes its secret from a variable", [command({ create: 'DB_PASSWORD="$(cat)" psql' })]],
  ];
  for (const [what, graph] of fine)
    it(`nothing against ${what}`, () => assert.deepEqual(violated(graph), []));
});

describe("policy: the rules", () => {
  const names = rules.map(({ name }) => name);

  it("have a name each", () => assert.equal(new Set(names).size, names.length));

  it("each have a test that violates them", () =>
    assert.deepEqual([...new Set([...bad, ...cases].map(([rule]) => rule))].sort(), [...names].sort()));

  it("are in the README's table, in their order, with source and remedy", () => {
    const table = readFileSync(join(root, "policy", "README.md"), "utf8").replace(/ +/g, " ");
    const rows = rules.map(
      ({ name, source, cis = [], level }) =>
        `| \`${name}\`${level ? " (advisory)" : ""} | ${source} | ${cis.join(", ") || "–"} | ${en.policy.rules[name].what} |`,
    );
    assert.ok(table.includes(rows.join("\n")), `policy/README.md should have:\n${rows.join("\n")}`);
  });
});

/** A database, its volume and its network as the component makes them, but for what is changed. */
function database(
  change: Partial<Container>,
  {
    localPort = false,
    ...options
  }: { localPort?: boolean; protect?: boolean; retainOnDelete?: boolean } = {},
): Resource[] {
  const props: Container = {
    ...good("database"),
    capabilities: { drops: ["ALL"], adds: ["CAP_CHOWN", "CAP_SETUID"] },
    networksAdvanced: [{ name: "shop-database" }, ...(localPort ? [{ name: "shop" }] : [])],
    ...(localPort && { ports: [{ internal: 5432, external: 5432, ip: "127.0.0.1" }] }),
    volumes: [{ volumeName: "shop-data", containerPath: "/var/lib/postgresql/data" }],
    ...change,
  };
  return [
    resource("container", "database", props),
    { ...resource("volume", "database-data", { name: "shop-data" }), ...options },
    resource("network", "network", { name: "shop", internal: false }),
    resource("network", "database-network", { name: "shop-database", internal: true }),
  ];
}

function image(name: string, buildArgs?: Record<string, string>): Resource {
  return resource("image", "image", { name, ...(buildArgs && { build: { context: ".", buildArgs } }) });
}

function bound(type: string, o: string): Resource {
  return resource("volume", "data", { driverOpts: { type, o, device: "/etc" } });
}

function command(props: object): Resource {
  return resource("command", "command", props);
}

function engine(props: object): Resource {
  return resource("engine", "engine", props);
}
