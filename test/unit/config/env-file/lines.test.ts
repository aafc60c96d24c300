import assert from "node:assert/strict";
import { readLines } from "../../../../config/env-file/lines";

/** What a text says, which must be free of mistakes. */
function values(text: string): Record<string, string> {
  const { values, mistakes } = readLines(text);
  assert.deepEqual(mistakes, []);
  return values;
}

/** The mistakes of a text, as `line: problem`. */
const mistakes = (text: string) =>
  readLines(text).mistakes.map(({ line, problem }) => `${line}: ${problem.what}`);

describe("config: the lines of an env file", () => {
  it("takes comments, empty lines, export, spaces, Windows ends of line and a byte order mark", () => {
    assert.deepEqual(values("\uFEFF# remark\r\n\r\n  A=1 # one\r\nexport B = two words\t\r\nC="), {
      A: "1",
      B: "two words",
      C: "",
    });
  });

  it("never cuts a secret at a # that no space precedes", () => {
    assert.deepEqual(values("A=ab#cd\nB=#cd #ef\nC= #none\nD='a # b' # c\nE=\"a # b\""), {
      A: "ab#cd",
      B: "#cd",
      C: "",
      D: "a # b",
      E: "a # b",
    });
  });

  it("takes single quotes as they are, and the sequences of double quotes", () => {
    assert.deepEqual(values('A=\'$x\\n"`\'\nB="a\\nb\\t\\"\\\\\\$x"\nC=\'\'\nD="5$"'), {
      A: '$x\\n"`',
      B: 'a\nb\t"\\$x',
      C: "",
      D: "5$",
    });
  });

  it("takes a value over several lines, and counts them", () => {
    const text = "KEY='-----BEGIN-----\nabc\n-----END-----'\nB=\"x\ny\"\nnonsense\n";
    assert.deepEqual(readLines(text).values, { KEY: "-----BEGIN-----\nabc\n-----END-----", B: "x\ny" });
    assert.deepEqual(mistakes(text), ["6: not a line of the form KEY=value"]);
  });

  for (const [what, line, problem] of [
    ["no equals sign", "PASSWORD hunter2", "not a line of the form KEY=value"],
    ["a name with a dash", "A-B=hunter2", "not a line of the form KEY=value"],
    ["an open quote", "A='hunter2", "a quote that is not closed"],
    ["text after the quote", "A='hunter2'x", "something after the closing quote"],
    ["a quote inside", 'A=hunter"2', "quotes, backslashes or $ in a value without quotes"],
    ["a variable", "A=${B}hunter2", "quotes, backslashes or $ in a value without quotes"],
    ["a variable in double quotes", 'A="hunter2$B"', "$ or ` in double quotes, which a shell would replace"],
    ["an unknown sequence", 'A="hunter2\\x"', "an unknown backslash sequence in double quotes"],
  ] as const)
    it(`refuses ${what}, with its line, without its value, and reads on`, () => {
      const found = readLines(`B=1\n${line}\nC=2\n`);
      assert.deepEqual(mistakes(`B=1\n${line}\nC=2\n`), [`2: ${problem}`]);
      assert.deepEqual(found.values, { B: "1", C: "2" });
      assert.doesNotMatch(JSON.stringify(found.mistakes), /hunter/);
    });

  it("refuses a key that comes twice, naming both lines", () => {
    assert.deepEqual(mistakes("A=1\nB=2\nA=3"), ["3: A is already set on line 1"]);
    assert.equal(readLines("A=1\nA=3").values["A"], "1");
  });
});
