import assert from "node:assert/strict";
import type { GuardJob } from "../../../components/database/guard/job";
import { refuseForeignData } from "../../../components/database/guard/takeover";
import { refuseOtherMajor } from "../../../components/database/guard/version";
import { databaseMistakes } from "../../../components/database/mistakes";
import { MySqlDump } from "../../../components/database/mysql/dump";
import { products } from "../../../components/database/products";

describe("messages: a database, in Chinese", () => {
  const before = process.env["WEB_SYSTEMS_LANG"];
  beforeEach(() => (process.env["WEB_SYSTEMS_LANG"] = "zh"));
  afterEach(() => {
    if (before === undefined) delete process.env["WEB_SYSTEMS_LANG"];
    else process.env["WEB_SYSTEMS_LANG"] = before;
  });

  const job: GuardJob = {
    ...{ name: "db", product: "PostgreSQL", image: "sha256:1", volume: "shop-db", container: "c" },
    ...{ database: "shop", flags: [], extensions: [], environment: [], memory: 256, shmSize: 64 },
    ...{ timeout: 9, labels: [], upgrade: ["1. docker run x-@NEW@"] },
  };

  it("arguments, with what to write instead", () => {
    const roles = { database: "shop", owner: "shop_owner", app: "shop_app", protect: true };
    const settings = { character_set_server: "latin1", timezone: "UTC" };
    const found = databaseMistakes(products.mariadb, { ...roles, memory: 128, settings });
    assert.match(found[0] ?? "", /^memory：128 MiB 太小，.*innodb_buffer_pool_size.*至少设为 171 MiB/);
    assert.match(found[1] ?? "", /^settings\.character_set_server：.*始终为 utf8mb4/);
  });

  it("data of another major version, with the way to it", () => {
    assert.throws(
      () => refuseOtherMajor(job, "15", "17"),
      /数据卷 shop-db 中是 PostgreSQL 15 的数据，而镜像是 PostgreSQL 17。.*\n解决方法：继续使用 PostgreSQL 15；.*\n {2}1\. docker run x-17$/s,
    );
    assert.throws(
      () => refuseOtherMajor(job, "17", "15"),
      /\n旧版本无法读取新版本的数据.*\n解决方法：继续使用 PostgreSQL 17$/,
    );
  });

  it("data of another system, with the commands that take them over", () => {
    const data = { marker: "11.8", owner: 999, server: 101, hasFolder: false, slots: 0, prepared: 0 };
    assert.throws(
      () => refuseForeignData(job, products.mariadb, data),
      /数据卷 shop-db 由其他系统创建.*用户 999.*没有数据库 shop\n解决方法：按以下步骤接管：\n {2}1\. .*docker ps --filter volume=shop-db\n {2}2\. docker run .*chown.*\n {2}4\. pulumi up$/s,
    );
  });

  it("a dump of more than one database", () => {
    const dump = new MySqlDump();
    dump.line("USE `a`;");
    assert.throws(() => dump.line("USE `b`;"), /^UserError: 转储文件包含多个数据库：a、b\n {2}解决方法：/);
  });
});
