import { run, type RunResult } from "../../operations/kernel/run";
import type { TestProject } from "./project";

/** Sets an encrypted setting of the backend as an operator would: by the CLI, the value on standard input. */
export async function setSecret(project: TestProject, name: string, value: string): Promise<RunResult> {
  const path = `proxy-system:backend.secrets.${name}`;
  const args = ["config", "set", "--secret", "--path", path, "--stack", project.stack];
  return run("pulumi", args, { cwd: project.folder, env: project.env, input: value });
}

/** Gives the copy's backend an env file with one key of its own, as a system with such a file would read it. */
export function readAnEnvFile(project: TestProject, path: string, key: string): void {
  const read = `() => readEnvFile({ path: ${JSON.stringify(path)}, schema: z.object({ ${key}: OwnSecret }) })`;
  project.edit("index.ts", (text) =>
    text
      .replace(
        /^/,
        'import { z } from "zod";\nimport { OwnSecret, readEnvFile } from "pulumi-web-systems/config";\n',
      )
      .replace("config: StackConfig,", `$&\n    inputs: ${read},`)
      .replace("({ config, host,", "({ config, inputs: envFile, host,")
      .replace("...secrets }", "...secrets, ...envFile.secrets }"),
  );
}

const secretMark = "4dabf18193072939515e22adb298388d";

/**
 * Every secret that a stack holds in words of its own, decrypted. Left out: texts that only contain one, such as SQL, and what a
 * script printed, which is kept as a secret whatever is in it.
 */
export async function secretValues(project: TestProject): Promise<string[]> {
  const { stdout } = await project.cli("stack", "export", "--show-secrets", "--stack", project.stack);
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === "string" && value.length >= 12 && !value.includes("\n")) found.add(value);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(visit);
  };
  JSON.parse(stdout, (key, value: unknown) => {
    if (
      key !== "stdout" &&
      key !== "stderr" &&
      typeof value === "object" &&
      value !== null &&
      secretMark in value
    )
      visit(JSON.parse((value as unknown as { plaintext?: string }).plaintext ?? "null"));
    return value;
  });
  return [...found];
}

/**
 * Which of these secrets a text shows: as it is, or in base64, in a URL or in JSON. By number: a test's output is no place for
 * secrets either.
 */
export function shown(secrets: string[], text: string): number[] {
  return secrets.flatMap((secret, number) => {
    const forms = [
      secret,
      Buffer.from(secret).toString("base64").replace(/=+$/, ""),
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
    ];
    return forms.some((form) => text.includes(form)) ? [number] : [];
  });
}
