import { backendEnvironment } from "./backend";
import { ensurePulumi } from "./pulumi";

/** `npm run --silent env`: prints shell exports under which a plain `pulumi` works on what `npm start` made. */
export async function printEnvironment(): Promise<void> {
  const { env } = await ensurePulumi((line) => console.error(line));
  for (const [name, value] of Object.entries({ ...env, ...backendEnvironment() }))
    console.log(`export ${name}='${value.replaceAll("'", `'\\''`)}'`);
}
