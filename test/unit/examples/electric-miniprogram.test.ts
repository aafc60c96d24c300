import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { parseEnvFile } from "../../../config/env-file/env-file";
import { parseConfig, type RawConfig } from "../../../config/parse";
import { StackConfig } from "../../../examples/electric-miniprogram/config";
import { ElectricEnv } from "../../../examples/electric-miniprogram/environment";
import { writeEnvFile } from "../../support/electric-env";
import { root } from "../../support/program";

const system = "electric-miniprogram";

/** A stack file of the example, as Pulumi hands it over, with changes to its groups. */
function raw(stack: string, changes: Record<string, unknown> = {}): RawConfig {
  const text = readFileSync(join(root, "examples", system, `Pulumi.${stack}.yaml`), "utf8");
  const { config } = parse(text) as { config: Record<string, unknown> };
  const changed = Object.entries(changes).map(([key, value]): [string, unknown] => [
    `${system}:${key}`,
    value,
  ]);
  return Object.fromEntries(
    Object.entries({ ...config, ...Object.fromEntries<unknown>(changed) })
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}
const parsed = (values: RawConfig) => parseConfig(StackConfig, system, values, () => false);
const mistakes = (values: RawConfig) => parsed(values).mistakes.map(({ where, what }) => `${where}: ${what}`);
const plain = <T>(output: pulumi.Output<T>) => new Promise<T>((done) => output.apply(done));

describe("examples: electric-miniprogram, its stack files", () => {
  it("are good, with the documented defaults", () => {
    for (const stack of ["dev", "preprod", "prod"]) assert.deepEqual(mistakes(raw(stack)), [], stack);
    const { config } = parsed(raw("prod"));
    assert.equal(config?.backend.workers, 3);
    assert.equal(config?.edge.maxBodyMiB, 20);
    assert.equal(config?.environment.file?.path, "/etc/electric-miniprogram/.env.production");
  });

  it("name either an env file or that there is none", () => {
    const wanted = /^environment: expected one of: `file`, the external env file; `development: true`/;
    assert.match(mistakes(raw("prod", { environment: {} })).join(), wanted);
    const both = { development: true, file: { path: "/etc/x" } };
    assert.match(mistakes(raw("dev", { environment: both })).join(), wanted);
    assert.match(
      mistakes(raw("dev", { environment: { development: false } })).join(),
      /true, or leave it out/,
    );
  });

  it("have all of their mistakes reported at once", () => {
    const found = mistakes(
      raw("dev", { backend: { wokers: 3 }, merchant: undefined, edge: { port: 0 }, environment: undefined }),
    );
    assert.deepEqual(
      found.map((line) => line.replace(/,? found.*/, "")),
      [
        "backend.version: missing",
        "backend.wokers: unknown key",
        "edge.port: expected at least 1",
        "environment: missing",
        "merchant: missing",
      ],
    );
  });

  it("preprod: production's env file with three overrides, and nothing else differs", async () => {
    const path = writeEnvFile();
    const read = async (overrides: Record<string, string>) => {
      const { file } = parseEnvFile({ path, schema: ElectricEnv, overrides });
      assert.ok(file);
      const entries = Object.entries(file.secrets).map(
        async ([key, value]) => [key, await plain(value)] as const,
      );
      return Object.fromEntries(await Promise.all(entries));
    };
    const overrides = parsed(raw("preprod")).config?.environment.file?.overrides ?? {};
    const [prod, preprod] = [await read({}), await read(overrides)];
    const changed = Object.keys(prod).filter((key) => prod[key] !== preprod[key]);
    assert.deepEqual(changed, ["ALLOWED_HOSTS", "CORS_ALLOWED_ORIGINS", "SECURE_SSL_REDIRECT"]);
    assert.equal(preprod["ALLOWED_HOSTS"], `${prod["ALLOWED_HOSTS"]},localhost,127.0.0.1`);
    assert.match(preprod["CORS_ALLOWED_ORIGINS"] ?? "", /^http:/);
    assert.equal(preprod["SECURE_SSL_REDIRECT"], "false");
  });
});

describe("examples: electric-miniprogram, its env file", () => {
  it("names another database than the one that is deployed: refused, with the value to write", () => {
    const path = writeEnvFile({ POSTGRES_DB: "other", POSTGRES_USER: "root", POSTGRES_HOST: "127.0.0.1" });
    const found = parseEnvFile({ path, schema: ElectricEnv }).mistakes;
    assert.deepEqual(
      found.map(({ where, fix }) => `${where}: ${String(fix)}`),
      [
        "POSTGRES_DB: for example POSTGRES_DB=electric_miniprogram",
        "POSTGRES_USER: for example POSTGRES_USER=electric",
        "POSTGRES_HOST: for example POSTGRES_HOST=db",
      ],
    );
  });

  it("with the password that the document shipped: refused", () => {
    const { mistakes: found } = parseEnvFile({
      path: writeEnvFile({ POSTGRES_PASSWORD: "electric", SECRET_KEY: "your-strong-secret" }),
      schema: ElectricEnv,
    });
    assert.match(
      found.map(({ where, what }) => `${where}: ${what}`).join("\n"),
      /POSTGRES_PASSWORD: a weak secret/,
    );
  });
});
