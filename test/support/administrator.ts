import assert from "node:assert/strict";
import { run } from "../../operations/kernel/run";
import { root } from "./program";
import type { TestProject } from "./project";

/** `npm run administrator` on a test's stack. @param input its standard input */
export async function administrator(project: TestProject, args: string[], input = "") {
  const { stdout, stderr, exitCode } = await run(
    "node",
    ["toolchain/bootstrap.mjs", "administrator", "--stack", project.stack, ...args],
    { cwd: root, env: { ...project.env, INIT_CWD: project.folder }, reject: false, input },
  );
  return { output: stdout + stderr, exitCode };
}

/** What an application's administrator is like. */
export interface AdministratorCase {
  /** User name that the program proposes. */
  user: string;
  /** Address that takes `{ username, password }` and answers 200 or 201 to a login. */
  login: string;
  /** A known default, which must be refused. */
  weak: string;
}

/**
 * The life of a system's first administrator: said to be missing, a known default refused, created with a password that is shown once and
 * stored nowhere, not changed by a second run.
 *
 * @returns the password
 */
export async function createsAdministrator(
  project: TestProject,
  { user, login, weak }: AdministratorCase,
): Promise<string> {
  const missing = /There is no administrator yet\.\n.*fix: npm run administrator/;
  assert.match((await project.preview()).stdout, missing);
  const refused = await administrator(project, ["--password-stdin"], `${weak}\n`);
  assert.notEqual(refused.exitCode, 0, refused.output);
  assert.match(refused.output, /The administrator was not created; nothing was changed/);
  const { output, exitCode } = await administrator(project, ["--generate"]);
  assert.equal(exitCode, 0, output);
  const shown = new RegExp(`Password of ${user}, shown only now and stored nowhere: (\\S{24})$`, "m");
  const password = shown.exec(output)?.[1] ?? "";
  const works = async () => {
    const body = JSON.stringify({ username: user, password });
    const headers = { "Content-Type": "application/json" };
    assert.ok((await fetch(login, { method: "POST", headers, body })).ok, output);
  };
  await works();
  const again = await administrator(project, ["--generate"]);
  assert.equal(again.exitCode, 0, again.output);
  assert.doesNotMatch(again.output, /Password/);
  await works();
  const { stdout } = await run("grep", ["-rlF", password, project.folder], { reject: false });
  assert.equal(stdout, "");
  assert.doesNotMatch((await project.preview()).stdout, missing);
  return password;
}
