import assert from "node:assert/strict";
import { join } from "node:path";
import type { SwitchJob } from "../../components/edge/jobs/job";
import { root, runProgram, stackFile } from "../support/program";
import { NginxAlone } from "../support/nginx-alone";

/** Where each system takes a password; the folder of its program, and spellings that its framework may route to the same place. */
const logins: [system: string, folder: string, path: string][] = [
  ["proxy-system", ".", "/api/v1/auth/login"],
  ["order-system", "examples/order-system", "/api/auth/login"],
  ["elife", "examples/elife", "/api/auth/login"],
  ["electric-miniprogram", "examples/electric-miniprogram", "/api/auth/login/"],
  ["electric-miniprogram's administration", "examples/electric-miniprogram", "/api/admin/login/"],
];

/** The site that each system's own program makes, in a real Nginx; no service stands behind it. */
describe("docker: no system lets one client guess passwords as fast as it can", function () {
  this.timeout(120_000);
  const before = process.cwd();
  afterEach(() => process.chdir(before));

  for (const [system, folder, path] of logins)
    it(system, async () => {
      const project = join(root, folder);
      // Also what it does when its values are known reads files of its own.
      process.chdir(project);
      const { resources } = await runProgram(project, "dev", stackFile(project, "dev"));
      const job = resources.find(({ name }) => name === "nginx-switch")?.inputs["stdin"];
      const { site } = JSON.parse(job as string) as SwitchJob;
      const nginx = await NginxAlone.start(site);
      try {
        const bare = path.replace(/\/$/, "");
        const spellings = [
          bare,
          `${bare}/`,
          `${bare}//`,
          bare.replace("login", "%6cogin"),
          bare.replace("login", "LOGIN"),
          // What servlets take for the same path.
          bare.replace("/login", ";a=b/login"),
        ];
        const statuses: number[] = [];
        for (let turn = 0; turn < 60; turn++) {
          const spelling = spellings[turn % spellings.length] ?? path;
          statuses.push((await nginx.ask("http", `POST ${spelling} HTTP/1.1`, "Content-Length: 0")).status);
        }
        const last = statuses.slice(-spellings.length);
        assert.ok(
          // 301: Nginx itself sends such a client to the path with a slash, which is limited.
          last.includes(429) && last.every((status) => status === 429 || status === 301),
          `the last of 60: ${last.join(", ")}`,
        );
        const page = await nginx.ask("http", "GET /api/other HTTP/1.1");
        assert.notEqual(page.status, 429);
      } finally {
        await nginx.remove();
      }
    });
});
