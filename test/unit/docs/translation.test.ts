import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../support/program";

/** The headings, in their order: that one was renamed in one language shows nowhere else. */
const titles: [english: string, chinese: string][] = [
  ["Small web systems as Pulumi programs", "用 Pulumi 程序描述小型 Web 系统"],
  ["Two commands", "两条命令"],
  ["Measured", "实测耗时"],
  ["What they leave on the machine", "它们在机器上留下什么"],
  ["With Pulumi installed", "已安装 Pulumi 时"],
  ["Reading a preview", "读懂预览"],
  ["Everyday changes", "日常变更"],
  ["As the start of your own system", "以此为起点搭建自己的系统"],
  ["Limits", "局限"],
];

/** What stands below a heading, up to the next. */
interface Section {
  level: number;
  title: string;
  /** Lines of the code blocks, each block from its language on, without comments. */
  code: string[];
  /** All lines outside of code blocks. */
  prose: string[];
}

function sections(text: string): Section[] {
  const found: Section[] = [];
  let block: string[] | undefined;
  for (const line of text.split("\n")) {
    const section = found.at(-1);
    const [, marks, title = ""] = /^(#+) (.*)/.exec(line) ?? [];
    if (line.startsWith("```")) {
      if (block) section?.code.push(...block);
      block = block ? undefined : [line];
    } else if (block) block.push(...withoutComment(line, block[0] ?? ""));
    else if (marks) found.push({ level: marks.length, title, code: [], prose: [] });
    else section?.prose.push(line);
  }
  return found;
}

/** A block without a language is what a command printed, which has no comments. */
function withoutComment(line: string, language: string): string[] {
  if (!/sh|yaml/.test(language)) return [line];
  const code = line.replace(/(^|\s+)#.*$/, "");
  return code === "" && line !== "" ? [] : [code];
}

const inlineCode = (text: string) => text.match(/`[^`]+`/g) ?? [];
const rows = ({ prose }: Section) => prose.filter((line) => /^\|(?! *-+ *\|)/.test(line));

/** What must be the same in both, in its order where the languages keep it. */
const aspects: Record<string, (section: Section) => string[]> = {
  "code blocks": (section) => section.code,
  "first columns of tables": (section) =>
    rows(section).map((row, at) => `row ${at + 1}: ${inlineCode(row.split("|")[1] ?? "").join(", ")}`),
  // Limits and defaults.
  "numbers in tables": (section) =>
    rows(section).map((row, at) => `row ${at + 1}: ${(row.match(/\d+(?:[.,:]\d+)*/g) ?? []).join(" ")}`),
  // Sentences have another order: each once.
  "inline code": ({ prose }) => [...new Set(inlineCode(prose.join("\n")))].sort(),
  links: ({ prose }) => {
    const text = prose.join("\n").replaceAll(/`[^`]+`/g, "");
    return [...text.matchAll(/\]\(([^)\s]+)\)|(https?:\/\/[^\s)>|]+?)\.?(?=[\s)>|]|$)/g)].map(
      ([, target, bare]) => target ?? bare ?? "",
    );
  },
};

const english = sections(readFileSync(join(root, "README.md"), "utf8"));
const chinese = sections(
  // At the top each leads to the other.
  readFileSync(join(root, "README.zh-CN.md"), "utf8").replace("](README.md)", "](README.zh-CN.md)"),
);
const named = (section?: Section) => (section ? `"${"#".repeat(section.level)} ${section.title}"` : "none");

describe("docs: README.zh-CN.md says what README.md says", () => {
  it("under the same headings", () => {
    for (let at = 0; at < Math.max(english.length, chinese.length, titles.length); at++) {
      const pair = [english[at], chinese[at]];
      const here = `after ${named(english[at - 1])} README.md has ${named(pair[0])}, README.zh-CN.md ${named(pair[1])}`;
      assert.equal(pair[1]?.level, pair[0]?.level, here);
      assert.deepEqual(
        pair.map((section) => section?.title),
        titles[at],
        `${here}: write what changed into the other file too, and into \`titles\` of this test`,
      );
    }
  });

  for (const [aspect, of] of Object.entries(aspects))
    it(`with the same ${aspect}`, () => {
      // From where the headings differ on, nothing can be compared.
      const differ = english.findIndex((section, at) => section.level !== chinese[at]?.level);
      for (const [at, section] of english.slice(0, differ === -1 ? undefined : differ).entries()) {
        const translated = chinese[at];
        assert.ok(translated);
        const [expected, found] = [of(section), of(translated)];
        const only = (some: string[], others: string[]) =>
          some.filter((each) => !others.includes(each)).join("\n    ") || "nothing";
        if (expected.join("\0") === found.join("\0")) continue;
        assert.fail(
          `${aspect} differ under ${named(section)}, ${named(translated)}; the order counts too\n` +
            `  only in README.md:\n    ${only(expected, found)}\n` +
            `  only in README.zh-CN.md:\n    ${only(found, expected)}`,
        );
      }
    });
});
