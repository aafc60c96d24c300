import { say } from "../../../messages/say";
import { isUp, outcomeOf } from "../../engine/engine";
import type { Data } from "../product/guard";
import type { Product } from "../product/product";
import { productOf } from "../products";
import { readData } from "./data";
import { looked, printed, refusal, saidBy, type GuardJob, type Needed } from "./job";
import { refuseForeignData } from "./takeover";
import { tryOut } from "./trial";
import { collationNews, factsIn, factsOf, refuseChanged, refuseShort } from "./unchangeable";
import { dataMajor, imageMajor, refuseOtherMajor } from "./version";

/**
 * Looks, before a database's container is made or replaced, whether its successor can serve the data. It only reads them: while it looks,
 * and when it refuses, the old container runs.
 *
 * @returns what is to be told when the release may go on
 * @throws UserError
 */
export async function guard(job: GuardJob, engine: Needed): Promise<string[]> {
  const product = productOf(job.product);
  const wanted = await imageMajor(job, product, engine);
  const data = await readData(job, product, engine);
  if (data) {
    refuseOtherMajor(job, dataMajor(data.marker, product), wanted);
    // What our own container works on is ours, also while that is still being set up.
    if (!(await isAtWork(job, engine))) refuseForeignData(job, product, data);
  }
  await refuseUnknownSettings(job, product, engine, data);
  if (!data) return [];
  const ask = ["sh", "-c", product.guard.facts(job.database, "data")];
  const now = factsOf(printed(await outcomeOf(engine.exec(job.container, ask))) ?? "");
  refuseChanged(job, now, factsIn(job.flags));
  const next = factsOf(await tryOut(job, product, engine, product.guard.facts(job.database, "successor")));
  // A default may be another one in another image.
  refuseChanged(job, now, next);
  refuseShort(job, data, next);
  return collationNews(job, now, next);
}

/**
 * Whether the container of before runs on the volume.
 *
 * @throws UserError when another one does: two servers on one volume destroy it, and neither sees the other, for each has its own process numbers
 */
async function isAtWork({ name, volume, container }: GuardJob, engine: Needed): Promise<boolean> {
  const users = await engine.containers([], { volume });
  const names = users.filter(isUp).map((each) => each.name);
  const strangers = names.filter((each) => each !== container);
  if (strangers.length === 0) return names.length > 0;
  throw refusal(say().database.guard.inUse({ volume, name, by: strangers }));
}

async function refuseUnknownSettings(
  job: GuardJob,
  product: Product,
  engine: Needed,
  data: Data | undefined,
): Promise<void> {
  const { name, image, volume, flags, extensions } = job;
  if (flags.length === 0 && extensions.length === 0) return;
  // The image's own files first.
  const check = `${product.guard.checkExtensions}eval "$CHECK \\"\\$@\\"" >/dev/null`;
  const user = data && data.owner !== 0 ? String(data.owner) : product.user;
  const ran = await looked(engine, {
    ...{ image, user, labels: job.labels, script: [check, "sh", ...flags] },
    variables: { CHECK: product.checkSettings, EXTENSIONS: extensions.join(" ") },
    volume: data && volume,
  });
  if (ran.code === 0) return;
  const lines = saidBy(ran).split("\n");
  const telling = lines.filter((line) => /fatal|error|hint|detail/i.test(line));
  const shown = (telling.length > 0 ? telling : lines).slice(-5);
  throw refusal(say().database.guard.settingsRejected({ name, lines: shown }));
}
