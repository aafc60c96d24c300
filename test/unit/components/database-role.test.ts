import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { DatabaseRole, type DatabaseRoleArgs } from "../../../components/database/role";
import { MySql } from "../../../components/database/mysql/mysql";
import { Postgres } from "../../../components/database/postgres/postgres";
import { productOf } from "../../../components/database/products";
import { Host } from "../../../components/engine/host";
import { withMocks } from "../../support/program";

/** What a role of a database is named, reached by, and refused for. */
describe("database: one more role", () => {
  const made = (name: string, args: Partial<DatabaseRoleArgs> = {}) =>
    withMocks("system", "test", {}, [], async () => {
      const on = { system: "system", stack: "test", endpoint: "unix:///var/run/docker.sock" };
      const host = new Host("host", on);
      const limits = { image: "sha256:1", memory: 512, protect: false };
      const database = new MySql("orders", { host, engine: "mariadb", database: "shop", ...limits });
      const role = new DatabaseRole(name, { database, may: "read", ...args });
      const url = await new Promise((known) => role.url.apply(known));
      return { url, isSecret: await pulumi.isSecret(role.url), role: role.role };
    });

  it("is named after its database and its component, and its address is secret", async () => {
    const { program, resources } = await made("sales-reports");
    assert.deepEqual(program, {
      url: "mysql://shop_sales_reports:generated-sales-reports-password@orders:3306/shop",
      isSecret: true,
      role: "shop_sales_reports",
    });
    const job = resources.find(({ name }) => name === "sales-reports-role");
    assert.ok(job);
    assert.doesNotMatch(JSON.stringify(job.inputs["environment"]), /generated-/);
  });

  it("is refused when the program declares it twice", () =>
    assert.rejects(
      withMocks("system", "test", {}, [], () => {
        const on = { system: "system", stack: "test", endpoint: "unix:///var/run/docker.sock" };
        const limits = { image: "sha256:1", memory: 512, protect: false };
        const database = new Postgres("orders", { host: new Host("host", on), database: "shop", ...limits });
        new DatabaseRole("reports", { database, may: "read" });
        new DatabaseRole("more", { database, may: "write", role: "shop_reports" });
      }),
      /Role more cannot be created .*\n.*"shop_reports" is already used by another DatabaseRole/,
    ));

  it("keeps the rights that it has while they are granted again, and loses the others afterwards", () => {
    const sql = productOf("MariaDB").roleSql({
      ...{ database: "shop", owner: "o", role: "shop_reports", secret: "s", may: "read" },
    });
    assert.doesNotMatch(sql, /REVOKE (ALL|SELECT, SHOW VIEW)/);
    assert.match(
      sql,
      /GRANT SELECT, SHOW VIEW ON `shop`\.\* [^]*REVOKE INSERT, UPDATE, DELETE, EXECUTE ON `shop`\.\*/,
    );
  });

  for (const [role, expected] of [
    ["shop_app", /role: "shop_app" is the role of the owner, the application or the backups/],
    ["shop_backup", /choose another name/],
    ["Reports", /role/],
    ["root", /root/],
    [`a${"b".repeat(40)}`, /41/],
    ["it's", /it's/],
  ] as const)
    it(`refuses ${role}`, () => assert.rejects(made("reports", { role }), expected));
});
