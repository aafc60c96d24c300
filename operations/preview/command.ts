import { parseArgs } from "node:util";
import { UserError } from "../../components/engine/user-error";
import { say } from "../../messages/say";
import { findContext } from "../context/context";
import { usageOf } from "../usage";
import { previewOf } from "./engine";
import { renderMarkdown } from "./markdown";
import { runbookOf } from "./runbook";
import { painter, renderText } from "./text";

/**
 * `npm run preview`: what a release would do, as a runbook. It changes nothing. Exit code 0: nothing to do; 2: safe; 3: interrupts; 4: may
 * lose data; 1: the preview failed.
 */
export async function preview(args: string[]): Promise<void> {
  const { stack, json, markdown } = options(args);
  const context = await findContext(stack, { getCli: (line) => console.error(line) });
  const book = runbookOf(await previewOf(context), {
    system: context.system,
    stack: context.stack,
  });
  if (json) console.log(JSON.stringify(book, undefined, 2));
  else if (markdown) console.log(renderMarkdown(book));
  else console.log(renderText(book, painter(process.stdout.isTTY, process.env)));
  process.exitCode = book.exitCode;
}

function options(args: string[]) {
  const flag = { type: "boolean", default: false } as const;
  try {
    const { values } = parseArgs({
      args,
      options: { stack: { type: "string" }, json: flag, markdown: flag },
    });
    if (values.json && values.markdown) throw new Error(say().preview.eitherForm);
    return values;
  } catch (error) {
    const [why = ""] = (error as Error).message.split(". ");
    throw new UserError(say().preview.wrongCall({ why, usage: usageOf("preview") }));
  }
}
