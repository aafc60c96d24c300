import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EnginePreview } from "../../../../operations/preview/engine";
import { runbookOf } from "../../../../operations/preview/runbook";

/** What the engine printed for the reference system, cut to what is read of it. */
export const recorded = (name: string) =>
  EnginePreview.parse(JSON.parse(readFileSync(join(__dirname, "recorded", `${name}.json`), "utf8")));

export const bookOf = (preview: EnginePreview) =>
  runbookOf(preview, { system: "proxy-system", stack: "prod" });
