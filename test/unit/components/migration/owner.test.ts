import assert from "node:assert/strict";
import { asOwner } from "../../../../components/migration/runner/owner";

const line = (path: string, text: string) => `${path} ${Buffer.from(text).toString("base64")}\n`;

describe("migration: a framework's command as the owner of the schema", () => {
  it("its settings file ends with the owner and the password, so these win; nothing else of it changes", () => {
    const variables = { NAME: "shop-dev-django", COMMAND: "python\nmanage.py\nmigrate" };
    const settings = "POSTGRES_USER='app'\nPOSTGRES_PASSWORD='app'\nKEY='it'\\''s'\n";
    const files = line("/etc/more", "more") + line("/run/secrets/settings", settings);
    const names = { userVariable: "POSTGRES_USER", passwordVariable: "POSTGRES_PASSWORD" };
    assert.deepEqual(asOwner({ variables, files }, names, "shop_owner", "abc123"), {
      variables,
      files:
        line("/etc/more", "more") +
        line("/run/secrets/settings", `${settings}POSTGRES_USER='shop_owner'\nPOSTGRES_PASSWORD='abc123'\n`),
    });
  });

  it("also when there were no secrets before", () => {
    const { files } = asOwner(
      { variables: {}, files: line("/run/secrets/settings", "") },
      { userVariable: "PGUSER", passwordVariable: "PGPASSWORD" },
      "o",
      "p",
    );
    assert.equal(files, line("/run/secrets/settings", "PGUSER='o'\nPGPASSWORD='p'\n"));
  });
});
