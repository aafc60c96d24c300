import { say } from "../../../messages/say";
import type { Data } from "../product/guard";
import type { Product } from "../product/product";
import { productOf } from "../products";
import { readData } from "./data";
import { inside, refusal, saidBy, type Docker, type GuardJob } from "./job";
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
export async function guard(job: GuardJob, docker: Docker): Promise<string[]> {
  const product = productOf(job.product);
  const wanted = await imageMajor(job, product, docker);
  const data = await readData(job, product, docker);
  if (data) {
    refuseOtherMajor(job, dataMajor(data.marker, product), wanted);
    // What our own container works on is ours, also while that is still being set up.
    if (!(await isAtWork(job, docker))) refuseForeignData(job, product, data);
  }
  await refuseUnknownSettings(job, product, docker, data);
  if (!data) return [];
  const now = factsOf(
    await docker("exec", job.container, "sh", "-c", product.guard.facts(job.database, "data")).catch(
      () => "",
    ),
  );
  refuseChanged(job, now, factsIn(job.flags));
  const next = factsOf(await tryOut(job, product, docker, product.guard.facts(job.database, "successor")));
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
async function isAtWork({ name, volume, container }: GuardJob, docker: Docker): Promise<boolean> {
  const running = await docker("ps", "--filter", `volume=${volume}`, "--format", "{{.Names}}");
  const names = running.split("\n").filter((each) => each !== "");
  const strangers = names.filter((each) => each !== container);
  if (strangers.length === 0) return names.length > 0;
  throw refusal(say().database.guard.inUse({ volume, name, by: strangers }));
}

async function refuseUnknownSettings(
  job: GuardJob,
  product: Product,
  docker: Docker,
  data: Data | undefined,
): Promise<void> {
  const { name, image, volume, flags, extensions } = job;
  if (flags.length === 0 && extensions.length === 0) return;
  // The image's own files first.
  const check = `${product.guard.checkExtensions}eval "$CHECK \\"\\$@\\"" >/dev/null`;
  const user = data && data.owner !== 0 ? String(data.owner) : product.user;
  const variables = [
    "--env",
    `CHECK=${product.checkSettings}`,
    "--env",
    `EXTENSIONS=${extensions.join(" ")}`,
  ];
  const mount = data ? ["--volume", `${volume}:/data:ro`] : [];
  await docker(...inside(user), ...variables, ...mount, image, "-c", check, "sh", ...flags).catch(
    (error: unknown) => {
      const lines = saidBy(error).split("\n");
      const telling = lines.filter((line) => /fatal|error|hint|detail/i.test(line));
      const shown = (telling.length > 0 ? telling : lines).slice(-5);
      throw refusal(say().database.guard.settingsRejected({ name, lines: shown }));
    },
  );
}
