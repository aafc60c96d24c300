import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";
import { StackConfig } from "../../../config";
import { stackSchema } from "../../../config/stack-schema";
import { root } from "../../support/program";

type Config = Record<string, unknown>;
interface Keys {
  description?: string;
  properties?: Record<string, Keys>;
}

const file = join(root, "stack.schema.json");
const generated = stackSchema(StackConfig, "proxy-system");
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile<{ config: Config }>(generated);
const stackFiles = readdirSync(root).filter((name) => /^Pulumi\..+\.yaml$/.test(name));
const read = (name: string) => parse(readFileSync(join(root, name), "utf8")) as { config: Config };

/** Where the schema finds mistakes in preprod's file with these keys changed, as `path keyword`. */
function mistakes(changes: Config, more: object = {}): string[] {
  validate({
    ...read("Pulumi.preprod.yaml"),
    ...more,
    config: { ...read("Pulumi.preprod.yaml").config, ...changes },
  });
  return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

describe("config: the JSON Schema of stack files", () => {
  it("is committed as generated (UPDATE_GOLDEN=1 writes it)", () => {
    const text = `${JSON.stringify(generated, null, 2)}\n`;
    if (process.env["UPDATE_GOLDEN"]) writeFileSync(file, text);
    assert.equal(readFileSync(file, "utf8"), text);
  });

  for (const name of stackFiles) {
    it(`is named in the first line of ${name}, where editors look for it`, () =>
      assert.match(
        readFileSync(join(root, name), "utf8"),
        /^# yaml-language-server: \$schema=\.\/stack\.schema\.json\n/,
      ));

    it(`finds nothing wrong in ${name}`, () => {
      validate(read(name));
      assert.deepEqual(validate.errors, null);
    });
  }

  it("describes every key", () => {
    const undescribed: string[] = [];
    const visit = (path: string, at: Keys) => {
      for (const [key, value] of Object.entries(at.properties ?? {})) {
        if (!value.description) undescribed.push(`${path}.${key}`);
        visit(`${path}.${key}`, value);
      }
    };
    visit("", generated.properties?.["config"] as Keys);
    assert.deepEqual(undescribed, []);
  });

  it("takes what Pulumi writes: encrypted values, its own keys, keys of providers", () => {
    const secrets = { WECHAT_KEY: { secure: "v1:abc" } };
    const own = { encryptionsalt: "v1:x", secretsprovider: "passphrase", environment: ["x"] };
    const changes = {
      "proxy-system:backend": { version: "1.0.0", secrets },
      "proxy-system:allowWeakSecrets": "true",
      "docker:host": "unix:///x",
    };
    assert.deepEqual(mistakes(changes, own), []);
  });

  const backend = (keys: object) => ({ "proxy-system:backend": { version: "1.0.0", ...keys } });
  const at = "/config/proxy-system:";
  for (const [mistake, changes, found] of [
    ["an unknown key of ours", { "proxy-system:colour": "red" }, "/config additionalProperties"],
    ["a key without a project", { edge: { port: 80 } }, "/config additionalProperties"],
    ["a typing mistake inside a group", backend({ wrokers: 2 }), `${at}backend additionalProperties`],
    ["a port as text", { "proxy-system:edge": { port: "80" } }, `${at}edge/port type`],
    ["a port out of range", { "proxy-system:edge": { port: 70000 } }, `${at}edge/port maximum`],
    [
      "a host name to bind to",
      { "proxy-system:edge": { port: 80, bind: "all hosts" } },
      `${at}edge/bind pattern`,
    ],
    ["a version that is a number", { "proxy-system:web": { version: 1.1 } }, `${at}web/version type`],
    ["a version forgotten", { "proxy-system:web": {} }, `${at}web required`],
    ["an engine address that is none", { "proxy-system:host": "10.0.0.1:2375" }, `${at}host pattern`],
    [
      "a registry's password in plain text",
      { "proxy-system:registries": { "r.example.cn": { user: "u", secrets: { PASSWORD: "k7Qm2Xp9" } } } },
      `${at}registries/r.example.cn/secrets/PASSWORD type`,
    ],
    [
      "a mirror of packages with a password",
      { "proxy-system:builds": { pip: "https://u:p@pypi.example.cn/simple" } },
      `${at}builds/pip pattern`,
    ],
    ["a secret in plain text", backend({ secrets: { KEY: "k7Qm2Xp9" } }), `${at}backend/secrets/KEY type`],
    [
      "a setting that is no text",
      backend({ settings: { DEBUG: false } }),
      `${at}backend/settings/DEBUG type`,
    ],
  ] as [string, Config, string][])
    it(`catches ${mistake}`, () => assert.deepEqual(mistakes(changes), [found]));
});

describe("config: preprod and prod", () => {
  const keys = (value: unknown, path = ""): string[] =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.entries(value).flatMap(([key, inner]) => [`${path}${key}`, ...keys(inner, `${path}${key}.`)])
      : [];

  it("name the same settings, and all that have a default worth knowing", () => {
    const preprod = keys(read("Pulumi.preprod.yaml").config);
    assert.deepEqual(preprod, keys(read("Pulumi.prod.yaml").config));
    const groups = (generated.properties?.["config"] as { properties: Record<string, Keys> }).properties;
    const paths = (found: Record<string, Keys>, path = ""): string[] =>
      Object.entries(found).flatMap(([key, inner]) => [
        `${path}${key}`,
        ...paths(inner.properties ?? {}, `${path}${key}.`),
      ]);
    const known = paths(groups);
    // Unset on purpose: no certificate yet, no maintenance, limits that suit most, no freeze, no port for the database, strong secrets only, the local
    // engine; packages from their makers; secrets are set by command.
    const unset = [
      ...[
        "edge.tls",
        "edge.secrets",
        "edge.maintenance",
        "edge.limits",
        "backend.secrets",
        "backend.certificates",
      ],
      ...["database.localPort", "allowWeakSecrets", "hostCertificates", "deployments.freeze"],
      ...["builds.apt", "builds.pip", "builds.npm", "builds.caFile"],
    ].map((key) => `proxy-system:${key}`);
    assert.deepEqual(
      known.filter((key) => !unset.some((each) => key === each || key.startsWith(`${each}.`))).sort(),
      preprod.sort(),
    );
  });

  it("protect the database and take no weak secrets", () => {
    for (const name of ["Pulumi.preprod.yaml", "Pulumi.prod.yaml"]) {
      const { config } = read(name);
      assert.equal((config["proxy-system:database"] as { protect: boolean }).protect, true);
      assert.equal("proxy-system:allowWeakSecrets" in config, false);
    }
  });
});
