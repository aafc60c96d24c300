import assert from "node:assert/strict";
import { renderMarkdown } from "../../../operations/preview/markdown";
import { painter, renderText } from "../../../operations/preview/text";
import { bookOf, recorded } from "../operations/preview/recorded";

describe("the preview in Chinese", () => {
  const language = process.env["WEB_SYSTEMS_LANG"];
  before(() => (process.env["WEB_SYSTEMS_LANG"] = "zh"));
  after(() => {
    if (language === undefined) delete process.env["WEB_SYSTEMS_LANG"];
    else process.env["WEB_SYSTEMS_LANG"] = language;
  });

  it("is a runbook whose columns stay aligned", () =>
    assert.equal(
      renderText(bookOf(recorded("secret")), painter(false, {})),
      `系统 proxy-system 发布到环境 prod

备份
  备份     不备份：没有已知的待执行迁移

服务
  backend  替换 1 个容器：每个新容器健康之后才接收请求
           - 新增机密设置 PAYMENT_API_KEY

Nginx
  nginx    请求切换到 backend 的新容器；如果经 Nginx 进行的检查失败，则恢复旧配置

安全：不中断服务，数据没有风险。`,
    ));

  it("keeps the verdict of JSON as it is, and says it in Chinese in Markdown", () => {
    const book = bookOf(recorded("database"));
    assert.equal(book.verdict, "interrupts");
    assert.match(book.summary, /^会中断服务：database：查询会失败数秒，.*最多 60 s/);
    const text = renderMarkdown(book);
    assert.match(text, /^### ⚠️ proxy-system → prod：会中断服务\n/);
    assert.match(text, /\n {2}- 新增服务器参数 work\\_mem=8MB\n {2}- ⚠️ \*\*会中断服务：\*\* 查询/);
  });
});
