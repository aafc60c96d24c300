import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Failure } from "../../../components/verification/checks";
import { Engine } from "../../../components/engine/engine";
import { checkContainers } from "../../../components/verification/containers";

describe("verification: log lines of a container that does not run", () => {
  /** What is shown of these lines, when the engine answers so to the question for secret settings. */
  const shown = async (lines: string[], settings: string) => (await failure(lines, settings))?.lines;

  async function failure(lines: string[], settings: string): Promise<Failure | undefined> {
    const folder = mkdtempSync(join(tmpdir(), "verification-"));
    try {
      writeFileSync(join(folder, "lines"), `${lines.join("\n")}\n`);
      const state = JSON.stringify([{ Name: "/app", State: { Status: "exited" } }]);
      const engine = `#!/bin/sh\ncase $1 in inspect) echo '${state}' ;; logs) cat "${folder}/lines" ;; cp) ${settings} ;; esac\n`;
      writeFileSync(join(folder, "docker"), engine, { mode: 0o755 });
      const environment = { PATH: `${folder}:${process.env["PATH"]}` };
      const [outcome] = await checkContainers([{ service: "app", container: "app" }], {
        engine: new Engine({}),
        environment,
        docker: "far docker",
      });
      return outcome?.failure;
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  it("have nothing that clients asked for", async () => {
    const asked = [
      '[error] 7#7: *1 x, client: 10.0.0.1, request: "GET /reset?token=T HTTP/1.1"',
      'INFO: 10.0.0.1:5 - "POST /login?code=T HTTP/1.1" 200 OK',
    ];
    const none = "echo 'Error: Could not find the file /run/secrets/settings' >&2; exit 1";
    assert.deepEqual(await shown([...asked, "[emerg] no host"], none), ["[emerg] no host"]);
  });

  it("come with what to do, on the stack's engine", async () =>
    assert.equal(
      (await failure([], "exit 1"))?.fix,
      "far docker start app, unless it was stopped on purpose",
    ));

  it("are not shown where its secrets are not known", async () => {
    const silent = "echo 'Cannot connect to the Docker daemon' >&2; exit 1";
    assert.match((await shown(["password=hunter2hunter2"], silent))?.join() ?? "", /^\(not shown: /);
    // An archive goes on after the file.
    const known = `printf "PASSWORD='hunter2hunter2'\\nend"`;
    assert.deepEqual(await shown(["password=hunter2hunter2"], known), ["password=[secret]"]);
  });
});
