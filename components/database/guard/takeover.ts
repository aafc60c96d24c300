import { say } from "../../../messages/say";
import type { Data } from "../product/guard";
import type { Product } from "../product/product";
import { refusal, type GuardJob } from "./job";

/**
 * Refuses data that this component's server could not be reached on, with the commands that take them over: another superuser, no such
 * database, files of another user. Nothing is written here.
 */
export function refuseForeignData(job: GuardJob, product: Product, data: Data): void {
  const lacks = product.guard.lacks(data, job.database);
  // An image that starts as root gives the files to its user by itself.
  const foreign = !product.capabilities && data.owner !== data.server;
  if (lacks.length === 0 && !foreign) return;
  const texts = say().database.guard;
  const statements = lacks.flatMap((lack) => lack.statements);
  const steps = [
    texts.copyFirst(job.volume),
    ...(foreign ? [chown(job, product)] : []),
    ...(statements.length > 0 ? [execute(job, product, data, statements)] : []),
    "pulumi up",
  ];
  const found = [...(foreign ? [texts.otherUser(data)] : []), ...lacks.map(({ problem }) => problem)];
  throw refusal(texts.foreign({ volume: job.volume, name: job.name, found, steps }));
}

function chown({ volume, image }: GuardJob, { user }: Product): string {
  return `docker run --rm --network none --user 0 --entrypoint chown --volume ${volume}:/data ${image} -R ${user}: /data`;
}

/** A server that reads the statements, does them and ends. */
function execute({ volume, image }: GuardJob, product: Product, data: Data, statements: string[]): string {
  const run = (as: string) =>
    `docker run --rm --network none --user ${as} --entrypoint sh --volume ${volume}:${product.data} ${image} -c`;
  return product.guard.offline(run, data.owner, statements);
}
