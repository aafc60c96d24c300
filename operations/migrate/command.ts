import { UserError } from "../../components/engine/user-error";
import { say } from "../../messages/say";
import { withLock } from "../changing";
import { findContext, type Context } from "../context/context";
import { optionLines, usageOf, usages } from "../usage";
import { apply } from "./apply";
import { baseline } from "./baseline";
import { downFile, downName } from "./down";
import { plan } from "./plan";
import { resolution, resolveFile } from "./resolve";
import { status } from "./status";
import { findMigration, readOptions, type Found, type Options } from "./target";
import { verifySchema } from "./verify";

const commands: Record<string, (found: Found, options: Options) => Promise<void>> = {
  status,
  plan,
  apply,
  baseline,
  resolve: resolveFile,
  down: downFile,
  verify: verifySchema,
};

/** What is wrong with the words of a command, seen without a stack. */
const refusals: Record<string, (options: Options) => unknown> = { resolve: resolution, down: downName };

const usage = () => [say().stack.usageLine(usageOf("migrate")), ...optionLines(usages.migrate)].join("\n");

/** Those that change the database or its ledger. */
const changes = new Set(["apply", "baseline", "resolve", "down"]);

/** `npm run migrate`: looks at the ledger of a stack's database, and puts it right by hand. */
export async function migrateCommand(args: string[]): Promise<void> {
  const options = readOptions(args, usage());
  const name = options.words.shift() ?? "";
  const command = commands[name];
  if (!command) throw new UserError(usage());
  // Also where another command holds the lock.
  refusals[name]?.(options);
  const work = async (_: string[], context: Context) => {
    await command(await findMigration(options, context), options);
  };
  try {
    if (changes.has(name)) await withLock(`migrate -- ${name}`, work)(args);
    else await work(args, await findContext(options.stack));
  } catch (error) {
    throw error instanceof UserError ? new UserError(error.message) : error;
  }
}
