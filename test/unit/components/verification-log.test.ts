import assert from "node:assert/strict";
import { type Container, type Engine, EngineFailed } from "../../../components/engine/engine";
import type { Failure } from "../../../components/verification/checks";
import { checkContainers } from "../../../components/verification/containers";

describe("verification: log lines of a container that does not run", () => {
  /** What is shown of these lines, when the engine answers so to the question for secret settings. */
  const shown = async (lines: string[], settings: () => Promise<Buffer | undefined>) =>
    (await failure(lines, settings))?.lines;
  const none = async () => undefined;

  async function failure(
    lines: string[],
    settings: () => Promise<Buffer | undefined>,
  ): Promise<Failure | undefined> {
    const engine = {
      container: async () => ({ status: "exited", labels: {} }) as Container,
      logs: async () => `${lines.join("\n")}\n`,
      readFiles: settings,
    } as unknown as Engine;
    const where = { engine, environment: {}, docker: "far docker" };
    const [outcome] = await checkContainers([{ service: "app", container: "app" }], where);
    return outcome?.failure;
  }

  it("have nothing that clients asked for", async () => {
    const asked = [
      '[error] 7#7: *1 x, client: 10.0.0.1, request: "GET /reset?token=T HTTP/1.1"',
      'INFO: 10.0.0.1:5 - "POST /login?code=T HTTP/1.1" 200 OK',
    ];
    assert.deepEqual(await shown([...asked, "[emerg] no host"], none), ["[emerg] no host"]);
  });

  it("come with what to do, on the stack's engine", async () =>
    assert.equal((await failure([], none))?.fix, "far docker start app, unless it was stopped on purpose"));

  it("are not shown where its secrets are not known", async () => {
    const silent = () => Promise.reject(new EngineFailed(0, "The Docker engine does not answer"));
    assert.match((await shown(["password=hunter2hunter2"], silent))?.join() ?? "", /^\(not shown: /);
    // An archive goes on after the file.
    const known = async () => Buffer.from("PASSWORD='hunter2hunter2'\nend");
    assert.deepEqual(await shown(["password=hunter2hunter2"], known), ["password=[secret]"]);
  });
});
