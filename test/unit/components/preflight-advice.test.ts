import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../../operations/kernel/paths";

describe("preflight: what it advises where the disk is full", () => {
  it("removes nothing that runs or may belong to others", () => {
    const folder = mkdtempSync(join(tmpdir(), "preflight-"));
    try {
      // An engine that keeps its data on this disk.
      const engine = `#!/bin/sh\ncase $1 in info) echo / ;; version) echo 27.0 ;; esac\n`;
      writeFileSync(join(folder, "docker"), engine, { mode: 0o755 });
      const said = execFileSync("sh", [join(projectRoot, "components/preflight/preflight.sh")], {
        encoding: "utf8",
        env: {
          ...{ PATH: `${folder}:${process.env["PATH"]}`, DOCKER_HOST: "unix:///x", PORTS: "" },
          ...{ SYSTEM: "shop", STACK: "prod", MIN_FREE_MIB: "999999999" },
        },
      });
      assert.match(said, /^Only \d+ MiB are free .*\nfix: free some space: /);
      assert.doesNotMatch(said, /(?:system|container|volume|network) prune/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
