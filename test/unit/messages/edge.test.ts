import assert from "node:assert/strict";
import { expiryWarning, readKeyPair } from "../../../components/edge/certificate";
import { siteMistakes } from "../../../components/edge/mistakes";
import { refuse } from "../../../components/edge/tls";
import { say } from "../../../messages/say";
import { routeTo, siteWith } from "../../support/site";

describe("messages: the edge, in Chinese", () => {
  const before = process.env["WEB_SYSTEMS_LANG"];
  beforeEach(() => (process.env["WEB_SYSTEMS_LANG"] = "zh"));
  afterEach(() => {
    if (before === undefined) delete process.env["WEB_SYSTEMS_LANG"];
    else process.env["WEB_SYSTEMS_LANG"] = before;
  });

  it("mistakes in its arguments, all at once", () => {
    const routes = [routeTo({ path: "/a", stripPath: true }), routeTo({ snippet: " " })];
    assert.throws(
      () => refuse(siteMistakes({ ...siteWith(), routes, port: 0 })),
      (error: Error) => {
        assert.equal(
          error.message,
          [
            "Nginx 的参数有 3 处错误；未做任何更改。",
            "  port：0 不是 1 到 65535 之间的端口",
            "  路由 /a：stripPath：路径应以 / 结尾",
            "  路由 /api/：snippet：内容为空；解决方法：删除它",
          ].join("\n"),
        );
        return true;
      },
    );
  });

  it("a certificate, with the command that renews it", () => {
    const { makeNew } = say().edge.certificate;
    assert.equal(
      expiryWarning({ expires: "2027-03-01", daysLeft: 7 }, makeNew("urn:x")),
      "证书将在 7 天后（2027-03-01）到期。重新生成证书：pulumi up --replace 'urn:x'",
    );
    assert.deepEqual(readKeyPair({ certificateFile: "/no/c.pem", keyFile: "/no/k.pem" }).mistakes, [
      "tls：无法读取 /no/c.pem：ENOENT",
      "tls：无法读取 /no/k.pem：ENOENT",
    ]);
  });
});
