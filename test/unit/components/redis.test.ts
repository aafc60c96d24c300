import assert from "node:assert/strict";
import type { Host } from "../../../components/engine/host";
import { labels } from "../../../components/engine/labels";
import { passwordMistakes, redisMistakes, type RedisArgs } from "../../../components/redis/arguments";
import { Redis, redisConf } from "../../../components/redis/redis";
import { Service } from "../../../components/service/service";
import { withMocks, type Registered } from "../../support/program";

const host = {
  prefix: "sys-test",
  network: "net",
  environment: { DOCKER_HOST: "unix:///var/run/docker.sock" },
  running: {},
  labels: (service: string) => labels("sys", "test", service),
} as unknown as Host;
const good: RedisArgs = { host, image: "sha256:1", memory: 128 };

describe("redis: its arguments", () => {
  const mistakes = (changes: Partial<RedisArgs>) => redisMistakes("cache", { ...good, ...changes });

  it("finds no mistake in good ones", () =>
    assert.deepEqual(
      mistakes({ persistent: true, eviction: "volatile-ttl", settings: { databases: "4" } }),
      [],
    ));

  for (const [what, changes, expected] of [
    [
      "too little memory",
      { memory: 8 },
      /^cache\.memory: expected a whole number of MiB, at least 32, found 8$/,
    ],
    [
      "an unknown eviction",
      { eviction: "lru" as "noeviction" },
      /^cache\.eviction: expected one of .*, found lru$/,
    ],
    ["a short password", { password: "123456" }, /^cache\.password: must have at least 16 characters/],
    [
      "a setting of the component's own",
      { settings: { requirepass: "x" } },
      /requirepass: is set by the component; use password/,
    ],
    [
      "the same in capitals",
      { settings: { APPENDONLY: "no" } },
      /APPENDONLY: is set by the component; use persistent/,
    ],
    [
      "a setting with a line break",
      { settings: { databases: "4\nrequirepass x" } },
      /databases: must not contain line breaks/,
    ],
    [
      "a setting that is no name",
      { settings: { "a b": "4" } },
      /settings\.a b: expected a name of redis\.conf/,
    ],
    [
      "a setting that takes it away",
      { settings: { daemonize: "yes" } },
      /daemonize: is not supported by the component/,
    ],
    [
      "a setting that hides its keys",
      { settings: { appenddirname: "x" } },
      /appenddirname: is not supported/,
    ],
    [
      "a setting with which it serves no one",
      { settings: { "cluster-enabled": "yes" } },
      /cluster-enabled: is not supported/,
    ],
    ["a setting without a value", { settings: { databases: "" } }, /databases: expected a value/],
  ] as const satisfies [string, Partial<RedisArgs>, RegExp][])
    it(`names ${what}`, () => {
      const found = mistakes(changes);
      assert.equal(found.length, 1, found.join());
      assert.match(found[0] ?? "", expected);
    });

  it("names a name that no container can have", () =>
    assert.match(redisMistakes("缓存", good).join(), /^缓存\.name: expected letters, digits/));

  it("names all of them at once, and never a password", () => {
    const found = mistakes({ memory: 1, password: 'a "quoted" one' });
    assert.equal(found.length, 3);
    assert.ok(!found.join().includes("quoted"));
  });

  for (const password of [
    "订单订单订单订单订单订单订单订单",
    "with a blank inside it",
    'quote"quote"quote"quote',
    "line\nline\nline\nline\n",
  ])
    it(`refuses a password that its file or a URL would break: ${JSON.stringify(password)}`, () =>
      assert.match(passwordMistakes(password).join(), /letters, digits and symbols/));
});

describe("redis: its settings", () => {
  it("a cache removes old keys and writes no file", () => {
    const text = redisConf({ memory: 128 }, "secret");
    assert.match(
      text,
      /^maxmemory 96mb\nmaxmemory-policy allkeys-lru\nappendonly no\nsave ""\nrequirepass secret\n$/m,
    );
  });
  it("a persistent one keeps every key, and the user's settings count", () => {
    const text = redisConf({ memory: 64, persistent: true, settings: { databases: "4" } }, "secret");
    assert.match(
      text,
      /^maxmemory 32mb\nmaxmemory-policy noeviction\nappendonly yes\nsave ""\ndatabases 4\n/m,
    );
  });
});

describe("redis: its resources", () => {
  const made = async (args: RedisArgs = good) =>
    (
      await withMocks("sys", "test", {}, [], () => {
        const redis = new Redis("cache", args);
        new Service("app", {
          ...{ host, image: "sha256:2", port: 80, health: { path: "/" }, memory: 64, command: ["app"] },
          ...{ reaches: [redis], secrets: { REDIS_URL: redis.url } },
        });
      })
    ).resources;
  const one = (resources: Registered[], name: string) =>
    resources.find((resource) => resource.name === name && !resource.type.startsWith("web-"))?.inputs;

  it("it is on its own network, where those are that reach it", async () => {
    const resources = await made();
    assert.deepEqual(
      [one(resources, "cache-network")?.["name"], one(resources, "cache-network")?.["internal"]],
      ["sys-test-cache-redis", true],
    );
    assert.deepEqual(one(resources, "cache-server")?.["networksAdvanced"], [
      { name: "sys-test-cache-redis", aliases: ["cache"] },
    ]);
    assert.deepEqual(one(resources, "app")?.["networksAdvanced"], [
      { name: "net" },
      { name: "sys-test-cache-redis" },
    ]);
  });

  it("only a persistent one has a volume", async () => {
    assert.equal(one(await made(), "cache-data"), undefined);
    const resources = await made({ ...good, persistent: true });
    assert.equal(one(resources, "cache-data")?.["name"], "sys-test-cache-redis");
    assert.match(JSON.stringify(one(resources, "cache-server")?.["volumes"]), /"\/data"/);
  });
});
