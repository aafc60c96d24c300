import { readdirSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../operations/kernel/paths";
import { UserError } from "../components/engine/user-error";
import type { Report } from "../operations/kernel/report";
import { run } from "../operations/kernel/run";
import { hasProgram } from "./host";
import { runSteps } from "./steps";
import { ensureTestPrograms } from "./test-programs";

const bin = (name: string) => `${projectRoot}/node_modules/.bin/${name}`;

/** `npm run check`: types, lint, shell, format, unit tests and the policy pack's rules, in under a minute; needs no engine and no Docker. */
export async function check(): Promise<void> {
  await staticChecks({ install: false });
  await mocha(["test/unit", "test/golden", "test/policy"], {});
}

/** What can be told without running anything. @param install what the checks need and the machine lacks is installed */
export async function staticChecks({ install }: { install: boolean }): Promise<void> {
  const step = (title: string, usually: string, name: string, args: string[], remedy: string) => ({
    title,
    usually,
    work: async () => {
      const { exitCode, stdout, stderr } = await run(bin(name), args, { cwd: projectRoot, reject: false });
      if (exitCode !== 0) throw new UserError(`${title} failed:\n${stdout}${stderr}\nfix: ${remedy}`);
    },
  });
  await runSteps(
    [
      step("Types", "10 s", "tsc", ["--noEmit"], "fix what the compiler names"),
      step("Lint", "20 s", "eslint", ["."], "fix what it names; npx eslint --fix . does the simple ones"),
      { title: "Shell", usually: "2 s", work: (report) => checkShell(report, install) },
      step("Format", "5 s", "prettier", ["--check", "--log-level=warn", "."], "npx prettier --write ."),
    ],
    true,
  );
}

/** The scripts of containers; `.shellcheckrc` says what is not looked for. */
async function checkShell(report: Report, install: boolean): Promise<void> {
  if (install) await ensureTestPrograms(report, { shellcheck: "shellcheck" });
  if (!hasProgram("shellcheck")) {
    const missing = "Shell was NOT checked: shellcheck is not installed (npm test installs it where it can)";
    if (install) throw new UserError(missing);
    process.on("exit", () => console.error(missing));
    return;
  }
  const files = readdirSync(join(projectRoot, "components"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".sh"))
    .map((name) => join("components", name));
  const result = await run("shellcheck", files, { cwd: projectRoot, reject: false });
  if (result.exitCode !== 0)
    throw new UserError(
      `Shell failed:\n${result.stdout}${result.stderr}\nfix: what it names, which shellcheck's wiki explains`,
    );
}

/**
 * Runs tests; the last line of its output is `N passed, N failed`.
 *
 * @param jobs files at a time; what a file prints comes when it is done, so one at a time is better to watch
 */
export async function mocha(files: string[], env: Record<string, string>, jobs = 1): Promise<void> {
  const parallel = jobs > 1 ? ["--parallel", "--jobs", String(jobs)] : [];
  const { exitCode } = await run(bin("mocha"), [...parallel, ...files], {
    cwd: projectRoot,
    env,
    stdio: "inherit",
    reject: false,
  });
  if (exitCode !== 0) process.exitCode = 1;
}
