import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";
import { ours } from "../../../messages/command";
import { language } from "../../../messages/language";

const folder = join(__dirname, "../../../messages");

/** What a text is made of. */
interface Made {
  /** Names of the values that its parameters hold, as their types give them: in English only, which defines them. */
  values: string[];
  parameters: number;
  /** All names in it. */
  names: Set<string>;
  /** Commands that a person is to type. */
  commands: string[];
  /** All that it says by itself. */
  words: string;
}

const commands =
  /\b(?:npm run [\w-]+|pulumi (?:up|preview|refresh|config set|stack \w+|cancel|whoami)|docker (?:ps|exec|logs|inspect|stop|start|rm|rename|network|volume|image|build|pull|info|update|run)\b)/g;

/** The texts of a file, by their path in the catalogue. */
function textsOf(file: string): Map<string, Made> {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const texts = new Map<string, Made>();
  const visit = (node: ts.Node, path: string[]): void => {
    if (ts.isVariableDeclaration(node) && node.initializer && ts.isObjectLiteralExpression(node.initializer))
      return visit(node.initializer, [node.name.getText()]);
    if (ts.isPropertyAssignment(node) || ts.isMethodDeclaration(node)) {
      const here = [...path, node.name.getText()];
      const value = ts.isPropertyAssignment(node) ? node.initializer : node;
      if (ts.isObjectLiteralExpression(value)) return visit(value, here);
      texts.set(here.join("."), madeOf(value));
      return;
    }
    ts.forEachChild(node, (child) => visit(child, path));
  };
  visit(source, []);
  return texts;
}

function madeOf(text: ts.Node): Made {
  const made: Made = { values: [], parameters: 0, names: new Set(), commands: [], words: "" };
  const visit = (node: ts.Node): void => {
    if (ts.isParameter(node) && node.parent === text) made.parameters++;
    if (ts.isPropertySignature(node)) made.values.push(node.name.getText());
    else if (ts.isIdentifier(node)) made.names.add(node.text);
    // `ours("unlock")` is a command of ours, as it is typed where the program runs.
    if (ts.isCallExpression(node) && node.expression.getText() === "ours" && node.arguments[0])
      made.words += ` npm run ${(node.arguments[0] as ts.StringLiteral).text} `;
    else if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node))
      made.words += ` ${node.text}`;
    if (ts.isTemplateExpression(node))
      made.words += ` ${[node.head, ...node.templateSpans.map(({ literal }) => literal)].map((part) => part.text).join("\u0000")}`;
    ts.forEachChild(node, ts.isPropertySignature(node) ? () => undefined : visit);
  };
  visit(text);
  made.commands = [...new Set([...made.words.matchAll(commands)].map(([command]) => command))].sort();
  return made;
}

describe("messages: the catalogue", () => {
  for (const [words, packed, expected] of [
    ["unlock --", false, "npm run unlock --"],
    ["unlock --", true, "npx web-systems unlock"],
    ["migrate -- apply", false, "npm run migrate -- apply"],
    ["migrate -- apply", true, "npx web-systems migrate apply"],
    ["doctor", true, "npx web-systems doctor"],
  ] as const)
    it(`a command of ours ${packed ? "with the package" : "in the repository"}: ${words}`, () =>
      assert.equal(ours(words, packed), expected));

  const files = readdirSync(join(folder, "en"));

  it("has the same files in each language", () => assert.deepEqual(readdirSync(join(folder, "zh")), files));

  for (const file of files.filter((name) => name !== "index.ts"))
    it(`${file}: what is said in English is said in Chinese, with the same values and commands`, () => {
      const english = textsOf(join(folder, "en", file));
      const chinese = textsOf(join(folder, "zh", file));
      for (const [path, text] of english) {
        const other = chinese.get(path);
        assert.ok(other, `${path} has a text of its own in Chinese`);
        assert.deepEqual(other.commands, text.commands, `${path}: commands`);
        assert.equal(other.parameters, text.parameters, `${path}: parameters`);
        const lost = text.values.filter((name) => text.names.has(name) && !other.names.has(name));
        assert.deepEqual(lost, [], `${path}: values that the Chinese text does not use`);
        if (/[a-z]{3,} [a-z]{2,} [a-z]{2,}/.test(text.words.replaceAll(commands, "")))
          assert.match(other.words, /[\u4e00-\u9fff]/, `${path} is in Chinese`);
      }
    });

  for (const [environment, expected] of [
    [{}, "en"],
    [{ LANG: "zh_CN.UTF-8" }, "zh"],
    [{ LANG: "C.UTF-8" }, "en"],
    [{ LANG: "zh_CN.UTF-8", LC_ALL: "en_US.UTF-8" }, "en"],
    [{ LANG: "en_US.UTF-8", WEB_SYSTEMS_LANG: "zh" }, "zh"],
    [{ LANG: "zh_CN.UTF-8", WEB_SYSTEMS_LANG: "en" }, "en"],
    [{ WEB_SYSTEMS_LANG: "", LC_ALL: "", LANG: "zh_TW" }, "zh"],
    [{ WEB_SYSTEMS_LANG: "ZH-cn" }, "zh"],
    [{ LANG: "zhx" }, "en"],
  ] as const)
    it(`the language of ${JSON.stringify(environment)} is ${expected}`, () =>
      assert.equal(language(environment), expected));
});
