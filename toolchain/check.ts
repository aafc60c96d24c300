import { readdirSync } from "node:fs";
import { join } from "node:path";
import { say } from "../messages/say";
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
  const { steps, fixCompiler, fixLint } = say().toolchain;
  const step = (title: string, usually: string, name: string, args: string[], fix: string) => ({
    title,
    usually,
    work: async () => {
      const { exitCode, stdout, stderr } = await run(bin(name), args, { cwd: projectRoot, reject: false });
      if (exitCode !== 0) throw failed(title, `${stdout}${stderr}`, fix);
    },
  });
  await runSteps(
    [
      step(steps.types, "10 s", "tsc", ["--noEmit"], fixCompiler),
      step(steps.lint, "20 s", "eslint", ["."], fixLint),
      { title: steps.shell, usually: "2 s", work: (report) => checkShell(report, install) },
      step(steps.format, "5 s", "prettier", ["--check", "--log-level=warn", "."], "npx prettier --write ."),
    ],
    true,
  );
}

const failed = (title: string, said: string, fix: string) =>
  new UserError([say().toolchain.failed({ title, said }), say().problem.fixLine(fix)].join("\n"));

/** The scripts of containers; `.shellcheckrc` says what is not looked for. */
async function checkShell(report: Report, install: boolean): Promise<void> {
  if (install) await ensureTestPrograms(report, { shellcheck: "shellcheck" });
  if (!hasProgram("shellcheck")) {
    const missing = say().toolchain.shellNotChecked;
    if (install) throw new UserError(missing);
    process.on("exit", () => console.error(missing));
    return;
  }
  const files = readdirSync(join(projectRoot, "components"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".sh"))
    .map((name) => join("components", name));
  const result = await run("shellcheck", files, { cwd: projectRoot, reject: false });
  if (result.exitCode !== 0) {
    const { steps, fixShell } = say().toolchain;
    throw failed(steps.shell, `${result.stdout}${result.stderr}`, fixShell);
  }
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
