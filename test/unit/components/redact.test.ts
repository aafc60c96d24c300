import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { needles, redact } from "../../../components/engine/redact";
import { root } from "../../support/program";

const blank = (text: string, ...secrets: string[]) => redact(text, needles(secrets));

describe("components: secrets in lines that are shown", () => {
  for (const [what, secret, text, expected] of [
    ["as it is", "s3cr+t/value", "key=s3cr+t/value!", "key=[secret]!"],
    ["every time", "hunter22", "hunter22 hunter22", "[secret] [secret]"],
    ["in a URL", "p ss/word", "?key=p%20ss%2Fword&b", "?key=[secret]&b"],
    ["in JSON", 'a"b\\cd', '{"key":"a\\"b\\\\cd"}', '{"key":"[secret]"}'],
    ["in base64", "hunter22", `x ${Buffer.from("hunter22").toString("base64")}`, "x [secret]="],
    ["a key, line by line", "-----BEGIN\nabcd\nefgh\n", "| efgh\n| abcd", "| [secret]\n| [secret]"],
    [
      "the password of a URL",
      "postgres://shop:hunter%2F22@db/shop",
      "password: hunter/22",
      "password: [secret]",
    ],
    ["the password of a URL with @ in it", "redis://:p@ss/word@cache:6379", "p@ss/word", "[secret]"],
    [
      "a password in a URL's query",
      "postgres://db/shop?user=a&password=hunter22",
      "as hunter22",
      "as [secret]",
    ],
    ["a password among a connection's words", "host=db password='hunter22'", "as hunter22", "as [secret]"],
    ["with signs of a pattern", "a.*b$(c)", "a.*b$(c) axxb", "[secret] axxb"],
    ["with other signs", "密码很长", "密码很长。", "[secret]。"],
  ] as const)
    it(`are blanked ${what}`, () => assert.equal(blank(text, secret), expected));

  it("the longest first, so that nothing of it stays", () =>
    assert.equal(blank("abcdefgh abcd", "abcd", "abcdefgh"), "[secret] [secret]"));

  it("too short ones stay: blanking each `no` would hide everything", () =>
    assert.equal(blank("no user", "no", ""), "no user"));
});

describe("components: log lines of a candidate", () => {
  const show = async (hidden: string[], lines: string[]) => {
    const script = `${readFileSync(join(root, "components/service/shown.sh"), "utf8")}\nhidden=$HIDDEN\nshown`;
    const run = promisify(execFile)("sh", ["-c", script], {
      env: { ...process.env, HIDDEN: hidden.join("\n") },
    });
    run.child.stdin?.end(`${lines.join("\n")}\n`);
    return (await run).stdout
      .replace(/^ {2}\| /gm, "")
      .trimEnd()
      .split("\n");
  };
  const frames = (count: number) => Array.from({ length: count }, (_, at) => `frame ${at + 1}`);

  it("are all shown when they are few, secrets blanked", async () =>
    assert.deepEqual(await show(["s3cr+t&", "a\\b"], ["one s3cr+t& s3cr+t&", "", "a\\b &"]), [
      "one [secret] [secret]",
      "",
      "[secret] &",
    ]));

  it("without secrets too", async () => assert.deepEqual(await show([], ["", "one"]), ["", "one"]));

  it("of many, the last 20 when none tells of an error", async () =>
    assert.deepEqual(await show([], frames(50)), frames(50).slice(30)));

  it("the first that tells of an error and what follows, and the last 20", async () => {
    const found = await show([], ["up", "ModuleNotFoundError: no shop", ...frames(100)]);
    assert.deepEqual(found.slice(0, 3), ["up", "ModuleNotFoundError: no shop", "frame 1"]);
    assert.equal(found.length, 61);
    assert.deepEqual(found.slice(40), ["…", ...frames(100).slice(80)]);
  });

  it("each line once when the two parts meet", async () => {
    const lines = ["Traceback", ...frames(30)];
    assert.deepEqual(await show([], lines), lines);
  });
});
