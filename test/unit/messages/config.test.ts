import assert from "node:assert/strict";
import { StackConfig } from "../../../config";
import { heldBack } from "../../../config/deployment-times";
import { Deployments } from "../../../config/deployments";
import { verdictOn } from "../../../config/guard";
import { parseConfig, type RawConfig } from "../../../config/parse";
import { message } from "../../../config/read";

describe("messages: stack files, in Chinese", () => {
  const before = process.env["WEB_SYSTEMS_LANG"];
  beforeEach(() => (process.env["WEB_SYSTEMS_LANG"] = "zh"));
  afterEach(() => {
    if (before === undefined) delete process.env["WEB_SYSTEMS_LANG"];
    else process.env["WEB_SYSTEMS_LANG"] = before;
  });
  const mistakes = (changes: RawConfig) => {
    const version = '{"version":"1.0.0"}';
    const raw = {
      ...{ "shop:edge": '{"port":80}', "shop:backend": version, "shop:web": version, "shop:mobile": version },
      ...changes,
    };
    return message("prod", parseConfig(StackConfig, "shop", raw, () => false).mistakes);
  };

  it("mistakes: what was expected, what was found, and what to write, although the schema is older than the language", () =>
    assert.equal(
      mistakes({ "shop:edge": '{"port":"eighty"}', "shop:web": '{"versoin":"1"}', "shop:host": "10.0.0.1" }),
      [
        "Pulumi.prod.yaml 中有 4 处错误；未做任何更改。",
        '  edge.port：应为 1 到 65535 的整数，实际为 "eighty"',
        "      解决方法：例如 `port: 8080`",
        '  host：应为 unix:///path、ssh://user@host 或 tcp://host:port，实际为 "10.0.0.1"',
        '      解决方法：例如 `host: "unix:///var/run/docker.sock"`',
        "  web.version：缺少此项",
        '      解决方法：加入 `version: "1.0.0"`',
        "  web.versoin：未知的键",
        '      解决方法：是否想写 "version"？（此处可用：version、memory、cpus、replicas）',
      ].join("\n"),
    ));

  it("a secret in plain text: the command that sets it, and no value", () => {
    const text = mistakes({ "shop:backend": '{"version":"1.0.0","secrets":{"KEY":"hunter2"}}' });
    assert.match(
      text,
      /backend\.secrets\.KEY：机密以明文保存\n {6}解决方法：.*：pulumi config set --secret --path 'shop:backend\.secrets\.KEY'/,
    );
    assert.doesNotMatch(text, /hunter2/);
  });

  it("a freeze: why, until when, how it is lifted, and what to do in an emergency", () => {
    const freeze = { reason: "双十一", by: "王伟", until: "2026-11-12 08:00" };
    const held = heldBack(Deployments.parse({ freeze }), "shop", new Date("2026-11-11T00:00:00Z"));
    assert.ok(held);
    const update = { stack: "prod", command: "pulumi up", preview: false, emergency: undefined };
    const { message: text } = verdictOn(held, update);
    assert.equal(
      text,
      [
        "pulumi up 被拒绝（环境 prod）：发布已冻结；未做任何更改。",
        "  原因：双十一（王伟）",
        "  截止：2026-11-12 08:00 Asia/Shanghai",
        "  现在：2026-11-11 08:00 Asia/Shanghai",
        "  解决方法：等待冻结结束，或联系 王伟；解除冻结：pulumi config rm --path 'shop:deployments.freeze'",
        '  紧急情况下，仅对一条命令生效：EMERGENCY="发生了什么" pulumi up',
      ].join("\n"),
    );
  });
});
