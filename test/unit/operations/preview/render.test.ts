import assert from "node:assert/strict";
import { renderMarkdown } from "../../../../operations/preview/markdown";
import { painter, renderText } from "../../../../operations/preview/text";
import { bookOf, recorded } from "./recorded";

const plain = painter(false, {});

describe("preview in words", () => {
  it("as text", () => {
    assert.equal(
      renderText(bookOf(recorded("secret")), plain),
      `Release of proxy-system to stack prod

Backup
  backup   not taken: no migration is known to be pending

Services
  backend  1 container replaced: each new one is healthy before it gets requests
           - secret setting PAYMENT_API_KEY is new

Nginx
  nginx    requests are switched to the new containers of backend; the old configuration is restored if a check through Nginx fails

Safe: no interruption, and no data at risk.`,
    );
  });

  it("in one line when there is nothing to do", () => {
    assert.equal(
      renderText(bookOf(recorded("nothing")), plain),
      "Nothing to do: the stack matches the program.",
    );
  });

  it("in red what may lose data, on a terminal only, and not for those who want no colour", () => {
    const red = "\x1b[31mmay lose data: line 1: DROP TABLE";
    const shown = (isTerminal: boolean, env: NodeJS.ProcessEnv) =>
      renderText(bookOf(recorded("sql")), painter(isTerminal, env));
    assert.ok(shown(true, {}).includes(red));
    assert.ok(!shown(true, { NO_COLOR: "1" }).includes("\x1b"));
    assert.ok(!shown(false, {}).includes("\x1b"));
    assert.match(shown(false, {}), /may lose data: line 1: DROP TABLE/);
  });

  it("as Markdown in which nothing of the project is Markdown, HTML or a mention", () => {
    const book = bookOf(recorded("sql"));
    const text = renderMarkdown({ ...book, warnings: ["<b>@all</b>\n*x*"] });
    assert.match(text, /^### 🔴 proxy-system → prod: may lose data\n/);
    assert.match(text, / {2}- 🔴 \*\*may lose data:\*\* line 1: DROP TABLE zhifu\\_tuikuan loses its data/);
    assert.ok(text.endsWith("> ⚠️ &lt;b&gt;&#64;all&lt;/b&gt;\n> \\*x\\*\n"));
  });
});
