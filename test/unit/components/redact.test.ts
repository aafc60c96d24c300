import assert from "node:assert/strict";
import { needles, redact } from "../../../components/engine/redact";
import { shownLines } from "../../../components/service/ready/shown";

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
  const show = (hidden: string[], lines: string[]) =>
    shownLines(`${lines.join("\n")}\n`, hidden).map((line) => line.replace(/^ {2}\| /, ""));
  const frames = (count: number) => Array.from({ length: count }, (_, at) => `frame ${at + 1}`);

  it("are all shown when they are few, secrets blanked", () =>
    assert.deepEqual(show(["s3cr+t&", "a\\b"], ["one s3cr+t& s3cr+t&", "", "a\\b &"]), [
      "one [secret] [secret]",
      "",
      "[secret] &",
    ]));

  it("without secrets too", () => assert.deepEqual(show([], ["", "one"]), ["", "one"]));

  it("of many, the last 20 when none tells of an error", () =>
    assert.deepEqual(show([], frames(50)), frames(50).slice(30)));

  it("the first that tells of an error and what follows, and the last 20", () => {
    const found = show([], ["up", "ModuleNotFoundError: no shop", ...frames(100)]);
    assert.deepEqual(found.slice(0, 3), ["up", "ModuleNotFoundError: no shop", "frame 1"]);
    assert.equal(found.length, 61);
    assert.deepEqual(found.slice(40), ["…", ...frames(100).slice(80)]);
  });

  it("each line once when the two parts meet", () => {
    const lines = ["Traceback", ...frames(30)];
    assert.deepEqual(show([], lines), lines);
  });
});
