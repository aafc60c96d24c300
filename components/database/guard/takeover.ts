import { UserError } from "../../engine/user-error";
import type { Data } from "../product/guard";
import type { Product } from "../product/product";
import { type GuardJob } from "./job";

/**
 * Refuses data that this component's server could not be reached on, with the commands that take them over: another superuser, no such
 * database, files of another user. Nothing is written here.
 */
export function refuseForeignData(job: GuardJob, product: Product, data: Data): void {
  const lacks = product.guard.lacks(data, job.database);
  // An image that starts as root gives the files to its user by itself.
  const foreign = !product.capabilities && data.owner !== data.server;
  if (lacks.length === 0 && !foreign) return;
  const found = foreign
    ? [`its files belong to the user ${data.owner}, and the server of this image runs as ${data.server}`]
    : [];
  const statements = lacks.flatMap((lack) => lack.statements);
  const steps = [
    `keep a copy of the volume, and see that no container runs on it: docker ps --filter volume=${job.volume}`,
    ...(foreign ? [chown(job, product)] : []),
    ...(statements.length > 0 ? [execute(job, product, data, statements)] : []),
    "pulumi up",
  ];
  throw new UserError(
    [
      `The volume ${job.volume} was made by another system; database ${job.name} cannot work on it as it is:`,
      ...[...found, ...lacks.map(({ problem }) => problem)].map((line) => `  ${line}`),
      "fix: take it over:",
      ...steps.map((step, at) => `  ${at + 1}. ${step}`),
    ].join("\n"),
  );
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
