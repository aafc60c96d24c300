import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { buildMistakes, planBuild } from "../../../components/image/build";
import { packageSources } from "../../../config/images";
import { environment, StackConfig } from "../../../examples/order-system/config";
import { parseConfig, type RawConfig } from "../../../config/parse";
import { root } from "../../support/program";

const good: RawConfig = {
  "order-system:edge": '{"port":8081}',
  "order-system:backend": '{"version":"1.0.0","generateSecretKey":true}',
  "order-system:frontend": '{"version":"1.0.0"}',
};
/** A key that nobody guesses, of the length that `openssl rand -hex 32` gives. */
const key = "3f9c".repeat(4) + "a1b7d6e802c5".repeat(4);

function parsed(changes: RawConfig = {}) {
  const raw = { ...good, ...changes };
  const encrypted = ([group, ...keys]: string[]) => group === "backend" && keys.includes("secrets");
  return parseConfig(StackConfig, "order-system", raw, () => false, encrypted);
}
const mistakes = (changes: RawConfig) =>
  parsed(changes).mistakes.map(({ where, what, fix }) => `${where}: ${what} (${String(fix)})`);
const backend = (values: object) => ({
  "order-system:backend": JSON.stringify({ version: "1.0.0", ...values }),
});

describe("config: order-system", () => {
  it("gives the backend what its operators know, with their defaults", () => {
    const { config } = parsed();
    assert.deepEqual(environment(config!.backend.settings), {
      ALGORITHM: "HS256",
      ACCESS_TOKEN_EXPIRE_MINUTES: "30",
      DEBUG: "false",
      ENVIRONMENT: "production",
    });
  });

  it("takes a SECRET_KEY that is set, or makes one", () => {
    assert.deepEqual(mistakes({}), []);
    assert.deepEqual(mistakes(backend({ secrets: { SECRET_KEY: key } })), []);
  });

  it("refuses a stack without SECRET_KEY, with the command that sets it", () => {
    const found = mistakes(backend({}));
    assert.equal(found.length, 1);
    assert.match(found[0] ?? "", /^backend\.secrets\.SECRET_KEY: missing/);
    assert.match(
      found[0] ?? "",
      /openssl rand -hex 32 \| pulumi config set --secret --path 'order-system:backend\.secrets\.SECRET_KEY'/,
    );
  });

  it("refuses both ways at once", () => {
    assert.match(
      mistakes(backend({ generateSecretKey: true, secrets: { SECRET_KEY: key } }))[0] ?? "",
      /^backend\.generateSecretKey: expected nothing, because secrets\.SECRET_KEY is set/,
    );
  });

  for (const [weak, why] of [
    ["your_jwt_secret_key", /a weak secret: a known default/],
    ["x9!Kp2", /a weak secret: shorter than 16 characters/],
    [key.slice(0, 31), /expected at least 32 characters, as many as HS256 needs/],
  ] as const)
    it(`refuses a SECRET_KEY of ${weak.length} characters that is too easy, and does not tell it`, () => {
      const found = mistakes(backend({ secrets: { SECRET_KEY: weak } })).join("\n");
      assert.match(found, /^backend\.secrets\.SECRET_KEY: /);
      assert.match(found, why);
      assert.ok(!found.includes(weak), found);
    });

  it("refuses DEBUG in production, and takes it elsewhere", () => {
    const debug = (ENVIRONMENT: string) =>
      mistakes(backend({ generateSecretKey: true, settings: { DEBUG: true, ENVIRONMENT } }));
    assert.match(debug("production")[0] ?? "", /^backend\.settings\.DEBUG: expected false, because/);
    assert.deepEqual(debug("development"), []);
  });

  it("tells all mistakes at once", () => {
    const found = mistakes({
      ...backend({ settings: { ALGORITHM: "none", ACCESS_TOKEN_EXPIRE_MINUTES: "30", TOKEN_MINUTES: 30 } }),
      "order-system:edge": "{}",
      "order-system:web": '{"version":"1.0.0"}',
    });
    assert.deepEqual(
      found.map((line) => line.split(":")[0]),
      [
        "backend.secrets.SECRET_KEY",
        "backend.settings.ACCESS_TOKEN_EXPIRE_MINUTES",
        "backend.settings.ALGORITHM",
        "backend.settings.TOKEN_MINUTES",
        "edge.port",
        "web",
      ],
    );
  });

  for (const [stack, missing] of [
    ["dev", []],
    ["preprod", ["backend.secrets.SECRET_KEY"]],
    ["prod", ["backend.secrets.SECRET_KEY"]],
  ] as const)
    it(`stack ${stack} lacks ${missing.length === 0 ? "nothing" : "a SECRET_KEY of its own, and nothing else"}`, () => {
      const file = join(root, "examples", "order-system", `Pulumi.${stack}.yaml`);
      const { config } = parse(readFileSync(file, "utf8")) as { config: Record<string, unknown> };
      const raw = Object.entries(config).map(([name, value]) => [
        name,
        typeof value === "string" ? value : JSON.stringify(value),
      ]);
      const { mistakes: found } = parseConfig(
        StackConfig,
        "order-system",
        Object.fromEntries(raw) as RawConfig,
        () => false,
      );
      assert.deepEqual(
        found.map(({ where }) => where),
        missing,
      );
    });

  it("builds take their packages from the mirrors of the stack file", () => {
    const mirrors = { pip: "https://mirror.example.cn/pypi/simple", npm: "https://mirror.example.cn/npm" };
    const { config } = parsed({ "order-system:builds": JSON.stringify(mirrors) });
    const argsOf = (app: string, base: string, image: string) => {
      const context = join(root, "examples", "order-system", "apps", app);
      const build = { context, args: { VERSION: "1.0.0" }, packages: packageSources(config!.builds) };
      assert.deepEqual(buildMistakes(build, [base]), []);
      return planBuild({ ...build, name: app, bases: { [base]: { name: image, content: "" } } }).buildArgs;
    };
    assert.deepEqual(argsOf("backend", "PYTHON_IMAGE", "local/python:3.13-slim"), {
      VERSION: "1.0.0",
      PIP_INDEX_URL: mirrors.pip,
      PYTHON_IMAGE: "local/python:3.13-slim",
    });
    assert.deepEqual(argsOf("frontend", "NODE_IMAGE", "local/node:20-slim"), {
      VERSION: "1.0.0",
      NPM_REGISTRY: mirrors.npm,
      NODE_IMAGE: "local/node:20-slim",
    });
  });
});
