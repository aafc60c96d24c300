import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeFileSync, rmSync } from "node:fs";
import { Host } from "../../../components/engine/host";
import { Image } from "../../../components/image/image";
import { imageSources } from "../../../config/images";
import { parseConfig, type RawConfig } from "../../../config/parse";
import { StackConfig } from "../../../config";
import { withMocks } from "../../support/program";

const good: RawConfig = {
  "proxy-system:edge": '{"port":8080}',
  "proxy-system:backend": '{"version":"1.0.0"}',
  "proxy-system:web": '{"version":"1.0.0"}',
  "proxy-system:mobile": '{"version":"1.0.0"}',
};
const parse = (key: string, value: object | string, encrypted = false) => {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return parseConfig(
    StackConfig,
    "proxy-system",
    { ...good, [`proxy-system:${key}`]: text },
    () => encrypted,
  );
};
const mistakes = (key: string, value: object | string, encrypted = false) =>
  parse(key, value, encrypted)
    .mistakes.map(({ where, what, fix }) => `${where}: ${what} (${String(fix)})`)
    .join("\n");

const address = "registry.example.cn:5000";
const PASSWORD = "kT7-vq2Mx-93hWz-Lp5r";

describe("config: registries", () => {
  it("an account becomes what the host takes, by its address", () => {
    const { config } = parse("registries", { [address]: { user: "deploy", secrets: { PASSWORD } } }, true);
    assert.ok(config);
    assert.equal(imageSources(config).accounts?.[address]?.user, "deploy");
  });

  it("a password in plain text: refused, not shown, with the command that sets it", () => {
    const found = mistakes("registries", { [address]: { user: "deploy", secrets: { PASSWORD } } });
    assert.equal(
      found,
      `registries["${address}"].secrets.PASSWORD: a secret in plain text (remove it and run: pulumi config set --secret --path 'proxy-system:registries["${address}"].secrets.PASSWORD')`,
    );
  });

  it("no password, a wrong name of it, an unknown key, an address with https://", () => {
    assert.match(
      mistakes("registries", { [address]: { user: "u" } }),
      /secrets\.PASSWORD: missing \(add `PASSWORD: "\(set by `pulumi config set --secret/,
    );
    assert.match(
      mistakes("registries", { [address]: { user: "u", secrets: { PASSWORD, TOKEN: PASSWORD } } }, true),
      /TOKEN: expected PASSWORD, the only secret here/,
    );
    const unknown = { [address]: { usr: "u", user: "u", secrets: { PASSWORD } } };
    assert.match(mistakes("registries", unknown, true), /usr: unknown key \(did you mean "user"\?/);
    const https = { "https://r.example.cn": { user: "u", secrets: { PASSWORD } } };
    assert.notEqual(mistakes("registries", https, true), "");
  });

  it("a mirror with https:// is refused", () =>
    assert.match(
      mistakes("registry", "https://mirror.example.cn/library"),
      /^registry: expected host.*without https:/,
    ));
});

describe("config: where builds get packages from", () => {
  for (const [what, value, expected] of [
    [
      "a password",
      { npm: "https://u:hunter2@npm.example.cn" },
      /npm: expected an address .* without a user and password/,
    ],
    ["no address", { apt: "mirrors.example.cn" }, /apt: expected an address such as https:/],
    ["http for pip", { pip: "http://pypi.example.cn/simple" }, /pip: expected an address with https:/],
    ["an unknown key", { pipp: "x" }, /builds\.pipp: unknown key \(did you mean "pip"\?/],
    [
      "a CA file that is missing",
      { caFile: "/nothing/ca.pem" },
      /caFile: expected a file on the machine that runs pulumi/,
    ],
  ] as const)
    it(`refuses ${what}`, () => assert.match(mistakes("builds", value), expected));

  it("refuses a CA file that is not PEM", () => {
    const file = join(tmpdir(), `not-pem-${process.pid}`);
    writeFileSync(file, "hello");
    assert.match(mistakes("builds", { caFile: file }), /caFile: expected certificates in PEM/);
    rmSync(file);
  });
});

describe("image: its arguments", () => {
  const make = (args: object) =>
    withMocks("shop", "test", {}, [], () => {
      const host = new Host("host", { system: "shop", stack: "test", endpoint: "unix:///x" });
      return new Image("app", { host, name: "shop/app:1", ...args });
    });
  const build = { context: "apps/web" };

  it("an image to take and a build are a contradiction", async () => {
    const pinned = { name: "nginx:1.26", content: "sha256:x" };
    for (const name of [pinned, `nginx:1.26@sha256:${"a".repeat(64)}`])
      await assert.rejects(
        make({ name, build }),
        /The image app cannot be created with these arguments\.\n.*both an existing image and a `build` are given\n.*fix: leave out/,
      );
  });

  it("a malformed name is refused", () =>
    assert.rejects(make({ name: "Not A Name" }), /Not A Name is not a valid image name\n.*fix: write/));

  it("used alone, it is pinned by itself and kept under a name of the stack's own", async () => {
    const { resources } = await make({ name: "redis:8" });
    const image = resources.find(({ type }) => type.includes("RemoteImage"));
    assert.match(String(image?.inputs["name"]), /^docker\.io\/library\/redis:8@sha256:[0-9a-f]{64}$/);
    assert.equal(image?.inputs["keepLocally"], true);
    const kept = resources.find(({ name }) => name === "app-kept");
    assert.equal(kept?.inputs["targetImage"], "shop-test/docker.io/library/redis:8");
  });
});
