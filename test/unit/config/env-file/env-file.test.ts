import assert from "node:assert/strict";
import { chmodSync, chownSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { needsRoot } from "../../../support/root";
import { parseEnvFile, readEnvFile, type EnvFileArgs } from "../../../../config/env-file/env-file";
import { ElectricEnv, electricValues, preprodOverrides, writeEnvFile } from "../../../support/electric-env";

type Args = Partial<EnvFileArgs<typeof ElectricEnv>>;

const parsed = (path: string, args: Args = {}) => parseEnvFile({ path, schema: ElectricEnv, ...args });

/** The mistakes of a file, as `path: problem (remedy)` with the file's path as FILE. */
const mistakes = (path: string, args: Args = {}) =>
  parsed(path, args).mistakes.map(({ where, what, fix }) =>
    `${where}: ${what} (${String(fix)})`.replaceAll(path, "FILE"),
  );

/** The settings of a good file, decrypted. */
async function settings(path: string, args: Args = {}): Promise<Record<string, string>> {
  const { file, mistakes } = parsed(path, args);
  assert.deepEqual(mistakes, []);
  assert.ok(file);
  const entries = Object.entries(file.secrets).map(
    async ([key, value]) => [key, await promised(value)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

function promised<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((done) => output.apply(done));
}

describe("config: the external env file", () => {
  it("becomes secrets, all of them, with defaults filled in", async () => {
    const path = writeEnvFile();
    const found = await settings(path);
    assert.equal(found["SECRET_KEY"], "q$8v#Zk2!mW7p(xT4&rY9bN6");
    assert.equal(found["ORDER_PAYMENT_TIMEOUT_MINUTES"], "10");
    assert.deepEqual(Object.keys(found), Object.keys(ElectricEnv.shape));
    const { file } = parsed(path);
    assert.deepEqual(file?.keys, Object.keys(ElectricEnv.shape));
    for (const value of Object.values(file?.secrets ?? {})) assert.equal(await pulumi.isSecret(value), true);
  });

  it("is overridden by the stack: preprod's three changes, one of which adds to a list", async () => {
    const [prod, preprod] = [
      await settings(writeEnvFile()),
      await settings(writeEnvFile(), { overrides: preprodOverrides }),
    ];
    const changed = Object.keys(prod).filter((key) => prod[key] !== preprod[key]);
    assert.deepEqual(changed, Object.keys(preprodOverrides));
    assert.equal(preprod["ALLOWED_HOSTS"], "shop.example.com,.example.cn,localhost,127.0.0.1");
    assert.equal(preprod["CORS_ALLOWED_ORIGINS"], "http://shop.example.com");
    assert.equal(preprod["SECURE_SSL_REDIRECT"], "false");
  });

  it("may get a required key from an override", async () => {
    const found = await settings(writeEnvFile({ SECURE_SSL_REDIRECT: undefined }), {
      overrides: { SECURE_SSL_REDIRECT: "FALSE" },
    });
    assert.equal(found["SECURE_SSL_REDIRECT"], "false");
  });

  it("with overrides that change nothing or are wrong: refused", () => {
    const overrides = { ALOWED_HOSTS: "x", ALLOWED_HOSTS: "${HOSTS},localhost", SECURE_SSL_REDIRECT: "no" };
    const found = mistakes(writeEnvFile(), { overrides });
    assert.match(found[0] ?? "", /^overrides\.ALOWED_HOSTS: not a setting of this system/);
    assert.match(
      found[1] ?? "",
      /^overrides\.ALLOWED_HOSTS: refers to \$\{HOSTS\}, which the env file does not set/,
    );
    assert.match(found.join(), /SECURE_SSL_REDIRECT: expected true or false/);
  });

  for (const mode of [0o400, 0o600])
    it(`may have mode 0${mode.toString(8)}`, () =>
      assert.deepEqual(mistakes(writeEnvFile({}, "", mode)), []));

  for (const mode of [0o644, 0o640, 0o660, 0o700])
    it(`may not have mode 0${mode.toString(8)}`, () => {
      const [found = "", ...others] = mistakes(writeEnvFile({}, "", mode));
      assert.match(
        found,
        new RegExp(`^FILE: its mode is 0${mode.toString(8)}; it must be 0600 or 0400.*chmod 600 FILE`),
      );
      assert.deepEqual(others, []);
    });

  it("may not belong to another user", function () {
    needsRoot();
    const path = writeEnvFile();
    chownSync(path, 4321, 4321);
    assert.deepEqual(mistakes(path), [
      "FILE: it belongs to user 4321, who could change what is deployed (chown root FILE)",
    ]);
  });

  it("that cannot be read: why, and what to do", () => {
    assert.match(mistakes("/nonexistent/.env")[0] ?? "", /does not exist on this machine/);
    assert.match(mistakes("etc/.env")[0] ?? "", /not an absolute path/);
    assert.match(mistakes(dirname(writeEnvFile()))[0] ?? "", /not a file/);
    const path = writeEnvFile();
    writeFileSync(path, Buffer.from([0x41, 0x3d, 0xff, 0xfe]));
    assert.match(mistakes(path)[0] ?? "", /not text in UTF-8/);
  });

  it("has every mistake reported at once: mode, lines, missing and malformed keys, weak secrets; no value", () => {
    const path = writeEnvFile({
      WECHAT_SECRET: undefined,
      POSTGRES_PORT: "54x32",
      ALLOWED_HOSTS: "*",
      CORS_ALLOWED_ORIGINS: "https://shop.example.com/path",
      ORDER_PAYMENT_TIMEOUT_MINUTES: "0",
      SECURE_SSL_REDIRECT: "maybe",
      YLH_CLIENT_ID: "",
      SECRET_KEY: "'hunter2hunter2",
      POSTGRES_PASSWORD: "electric",
    });
    chmodSync(path, 0o644);
    const found = mistakes(path);
    assert.deepEqual(
      found.map((line) => line.replace(/ \(.*/s, "")),
      [
        "FILE: its mode is 0644; it must be 0600 or 0400: others on this machine can access its secrets",
        "FILE:3: a quote that is not closed",
        "ALLOWED_HOSTS: expected host names separated by commas, without https:// and without *, found something else",
        "CORS_ALLOWED_ORIGINS: expected origins",
        "POSTGRES_PORT: expected 5432, as this system has it, found something else",
        "WECHAT_SECRET: missing",
        "YLH_CLIENT_ID: expected a text that is not empty, found something else",
        "ORDER_PAYMENT_TIMEOUT_MINUTES: expected a whole number from 1 to 1440, found something else",
        "SECURE_SSL_REDIRECT: expected true or false, found something else",
        "POSTGRES_PASSWORD: a weak secret: it only repeats the name of its user or setting",
      ],
    );
    assert.match(found.join("\n"), /WECHAT_SECRET: missing \(add to FILE: WECHAT_SECRET=/);
    for (const value of ["54x32", "maybe", "hunter2", "shop.example.com/path"])
      assert.ok(!found.join().includes(value), value);
  });

  it("lists all keys that an empty file lacks", () => {
    const path = writeEnvFile(Object.fromEntries(Object.keys(electricValues).map((key) => [key, undefined])));
    const missing = mistakes(path).filter((line) => line.includes(": missing"));
    assert.deepEqual(
      missing.map((line) => line.split(":")[0]),
      Object.keys(electricValues),
    );
  });

  it("may hold known defaults only where the stack takes weak secrets", () => {
    const path = writeEnvFile({ POSTGRES_PASSWORD: "electric", WECHAT_SECRET: "admin123" });
    assert.equal(mistakes(path).length, 2);
    assert.deepEqual(mistakes(path, { allowWeakSecrets: true }), []);
  });

  it("with keys of other programs: they reach no container, and a warning says so", () => {
    const { file } = parsed(writeEnvFile({}, "COMPOSE_PROJECT_NAME=x\nYLH_CLIENT=hunter2\n"));
    assert.equal(file?.warnings.length, 2);
    assert.match(
      file?.warnings[1] ?? "",
      /YLH_CLIENT is not a setting of this system .*did you mean YLH_CLIENT_ID\?/,
    );
    assert.doesNotMatch(file?.warnings.join() ?? "", /hunter/);
    assert.ok(!file?.keys.includes("COMPOSE_PROJECT_NAME"));
  });

  it("stops the program with all of it in one message", () => {
    const path = writeEnvFile({ WECHAT_SECRET: undefined, DJANGO_ENV: "prod" });
    assert.throws(
      () => readEnvFile({ path, schema: ElectricEnv }),
      (error: Error) =>
        pulumi.RunError.isInstance(error) &&
        error.message.startsWith(
          `The env file ${path} has 2 mistakes; nothing was changed.\n  DJANGO_ENV: expected`,
        ),
    );
  });
});
