import assert from "node:assert/strict";
import { asOwner } from "../../../../components/migration/runner/owner";
import type { Once } from "../../../../components/workload/run-once";

const settingsFile = "/run/secrets/settings";
const job = (files: Record<string, string>) =>
  ({ name: "shop-dev-django", files, settingsFile }) as unknown as Once;

describe("migration: a framework's command as the owner of the schema", () => {
  it("its settings file ends with the owner and the password, so these win; nothing else of it changes", () => {
    const settings = "POSTGRES_USER='app'\nPOSTGRES_PASSWORD='app'\nKEY='it'\\''s'\n";
    const names = { userVariable: "POSTGRES_USER", passwordVariable: "POSTGRES_PASSWORD" };
    assert.deepEqual(
      asOwner(job({ "/etc/more": "more", [settingsFile]: settings }), names, "shop_owner", "abc123"),
      {
        ...job({
          "/etc/more": "more",
          [settingsFile]: `${settings}POSTGRES_USER='shop_owner'\nPOSTGRES_PASSWORD='abc123'\n`,
        }),
        shown: ["shop_owner"],
      },
    );
  });

  it("also when there were no secrets before", () => {
    const { files } = asOwner(
      job({ [settingsFile]: "" }),
      { userVariable: "PGUSER", passwordVariable: "PGPASSWORD" },
      "o",
      "p",
    );
    assert.deepEqual(files, { [settingsFile]: "PGUSER='o'\nPGPASSWORD='p'\n" });
  });
});
