import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../../../operations/kernel/paths";

/** Lines of an edge that serves: what it said of itself, and of requests in the logs that there are. */
const lines = [
  "2026/11/27 08:00:00 [emerg] 1#1: host not found",
  '10.0.0.1 [2026-11-27T08:00:00+00:00] "GET /reset HTTP/1.1" 200 5 0.1',
  '{"time":"x","client":"10.0.0.1","method":"GET","uri":"/secret"}',
  '2026/11/27 08:00:01 [error] 7#7: *1 connect() failed, client: 10.0.0.1, request: "GET /reset?token=T0K3N HTTP/1.1"',
  '2026/11/27 08:00:02 [error] 7#7: *1 open() failed (2), client: 10.0.0.1, referrer: "https://a/?token=T0K3N"',
];

describe("nginx: what is shown of an edge whose switch failed", () => {
  it("has nothing that clients asked for", () => {
    const folder = mkdtempSync(join(tmpdir(), "told-"));
    try {
      writeFileSync(join(folder, "lines"), `${lines.join("\n")}\n`);
      // It was begun again once, and runs.
      const engine = `#!/bin/sh\ncase $1 in inspect) echo true 1 ;; logs) cat "${folder}/lines" ;; esac\n`;
      writeFileSync(join(folder, "docker"), engine, { mode: 0o755 });
      const script = `what=Switch; . "${join(projectRoot, "components/edge/common.sh")}"; detail=cause; fail refused`;
      const { stderr } = spawnSync("sh", ["-c", script], {
        encoding: "utf8",
        env: { PATH: `${folder}:${process.env["PATH"]}`, CONTAINER: "edge" },
      });
      assert.match(stderr, /^Switch: refused\n {2}\| cause\n {2}\| .*host not found\nNginx still serves/);
      assert.doesNotMatch(stderr, /10\.0\.0\.1|T0K3N/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
