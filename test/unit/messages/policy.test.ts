import assert from "node:assert/strict";
import { en } from "../../../messages/en";
import { zh } from "../../../messages/zh";
import { judge } from "../../../policy/judge";
import { roles } from "../../../components/engine/roles";
import { types, type Rule } from "../../../policy/rule";
import { rules } from "../../../policy/rules";

describe("messages: the policy pack, in Chinese", () => {
  const before = process.env["WEB_SYSTEMS_LANG"];
  beforeEach(() => (process.env["WEB_SYSTEMS_LANG"] = "zh"));
  afterEach(() => {
    if (before === undefined) delete process.env["WEB_SYSTEMS_LANG"];
    else process.env["WEB_SYSTEMS_LANG"] = before;
  });
  const violations = (name: Rule["name"], props: Record<string, unknown>) => {
    const rule = rules.find((each) => each.name === name);
    assert.ok(rule);
    return judge(rule, [{ type: types.container, name: "backend", props }]).map(({ text }) => text);
  };

  it("names what a container does that it may not", () => {
    const envs = ["DB_PASSWORD=hunter2"];
    assert.deepEqual(violations("no-secret-env", { envs }), ["的环境变量中有 DB_PASSWORD"]);
    const ports = [{ internal: 80, external: 8080 }];
    assert.deepEqual(violations("port-bound", { ports }), ["发布了 所有地址:8080->80，但没有写明位置"]);
  });

  it("every rule has texts, and no text is of none", () =>
    assert.deepEqual(Object.keys(zh.policy.rules).sort(), rules.map(({ name }) => name).sort()));

  it("the roles that a container may have are all named", () => {
    for (const { policy } of [en, zh])
      assert.ok(
        policy.rules.role.fix.endsWith(` io.pulumi-web-systems.role: ${Object.keys(roles).join(", ")}`),
      );
  });
});
