import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { parseConfig } from "../../../config/parse";
import { environment, StackConfig } from "../../../examples/elife/config";
import { root } from "../../support/program";

type Groups = Record<string, unknown>;

const settings = {
  WECHAT_APPID: "wx1",
  WECHAT_MCH_ID: "1900006511",
  WECHAT_ENV_ID: "prod-1",
  UNITEL_API_URL: "https://api.unitel.mn/api/v1",
  UNITEL_USERNAME: "elife",
};
const secrets = { UNITEL_PASSWORD: "Tq7-vb2-Kd9-wx4-Lm1" };
const good: Groups = {
  edge: { port: 80 },
  backend: { version: "1.0.0", settings, secrets },
  web: { version: "1.0.0" },
};

/** A stack file with these groups, whose secrets are encrypted. */
function read(groups: Groups) {
  const raw: Record<string, string> = {};
  for (const [name, value] of Object.entries(groups))
    raw[`elife:${name}`] = typeof value === "string" ? value : JSON.stringify(value);
  return parseConfig(StackConfig, "elife", raw, () => true);
}
const mistakes = (changes: Groups) =>
  read({ ...good, ...changes }).mistakes.map(({ where, what }) => `${where}: ${what}`);

describe("examples: the stack files of elife", () => {
  it("with all that is required: good, and the optional settings are filled in", () => {
    const { config, mistakes } = read(good);
    assert.deepEqual(mistakes, []);
    assert.deepEqual(environment(config!.backend.settings), {
      ...settings,
      LOG_LEVEL: "info",
      DB_MAX_RETRIES: "5",
      DB_RETRY_DELAY: "5000",
    });
  });

  it("without any of the six: all are named at once, with every other mistake", () => {
    assert.deepEqual(mistakes({ backend: { versoin: "1.0.0" }, edge: {} }), [
      "backend.secrets.UNITEL_PASSWORD: missing",
      "backend.settings.UNITEL_API_URL: missing",
      "backend.settings.UNITEL_USERNAME: missing",
      "backend.settings.WECHAT_APPID: missing",
      "backend.settings.WECHAT_ENV_ID: missing",
      "backend.settings.WECHAT_MCH_ID: missing",
      "backend.version: missing",
      "backend.versoin: unknown key",
      "edge.port: missing",
    ]);
  });

  it("an empty one, one of another kind and a misspelt one are refused", () => {
    const odd = {
      ...settings,
      WECHAT_APPID: "",
      WECHAT_MCH_ID: 1900006511,
      LOG_LEVEL: "loud",
      DB_MAX_RETRY: 5,
    };
    assert.deepEqual(mistakes({ backend: { version: "1.0.0", settings: odd, secrets } }), [
      "backend.settings.DB_MAX_RETRY: unknown key",
      'backend.settings.LOG_LEVEL: expected error, warn, info or debug, found "loud"',
      'backend.settings.WECHAT_APPID: expected a text that is not empty, found ""',
      "backend.settings.WECHAT_MCH_ID: expected a string, in quotes, found 1900006511",
    ]);
  });

  it("with the stand-in for Unitel no password is asked for, and the backend must be pointed at it", () => {
    const unitelSimulator = { version: "1.0.0" };
    const backend = (url: string) => ({ version: "1.0.0", settings: { ...settings, UNITEL_API_URL: url } });
    assert.deepEqual(mistakes({ unitelSimulator, backend: backend("http://unitel:4000/api/v1") }), []);
    assert.deepEqual(mistakes({ unitelSimulator, backend: backend("https://api.unitel.mn/api/v1") }), [
      'backend.settings.UNITEL_API_URL: expected http://unitel:4000/api/v1, because unitelSimulator is there, found "https://api.unitel.mn/api/v1"',
    ]);
  });

  it("production has no stand-in, and lacks only what its operators must set", () => {
    const groups = (stack: string): Groups => {
      const text = readFileSync(join(root, "examples", "elife", `Pulumi.${stack}.yaml`), "utf8");
      const { config } = parse(text) as { config: Groups };
      const named = Object.entries(config).map(([key, value]): [string, unknown] => [
        key.split(":")[1] ?? "",
        value,
      ]);
      return Object.fromEntries(named);
    };
    assert.equal("unitelSimulator" in groups("prod"), false);
    const missing = (stack: string) => read(groups(stack)).mistakes.map(({ where }) => where);
    const wechat = ["WECHAT_APPID", "WECHAT_ENV_ID", "WECHAT_MCH_ID"].map(
      (name) => `backend.settings.${name}`,
    );
    assert.deepEqual(missing("dev"), []);
    assert.deepEqual(missing("preprod"), wechat);
    assert.deepEqual(missing("prod"), [
      "backend.secrets.UNITEL_PASSWORD",
      "backend.settings.UNITEL_API_URL",
      "backend.settings.UNITEL_USERNAME",
      ...wechat,
    ]);
  });
});
