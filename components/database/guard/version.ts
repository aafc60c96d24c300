import { UserError } from "../../engine/user-error";
import type { Product } from "../product/product";
import { type Docker, type GuardJob } from "./job";

/** `17.2`, `1:11.8.3+maria~ubu` and `11.8.3-MariaDB` in the form that the product names its majors in: `17`, `11.8`. */
function majorOf(text: string, { majors }: Pick<Product, "majors">): string | undefined {
  const line = text.trim().split("\n").at(-1) ?? "";
  const [, first, second = "0"] = /^[^0-9]*(?:[0-9]+:)?([0-9]+)(?:\.([0-9]+))?/.exec(line) ?? [];
  if (first === undefined) return undefined;
  return majors.some((major) => major.includes(".")) ? `${first}.${second}` : first;
}

/** The version of data, of which MySQL 8.4 writes a history in JSON: the last one counts. */
export function dataMajor(marker: string, known: Pick<Product, "majors">): string | undefined {
  const written = [...marker.matchAll(/"version": *"([^"]*)"/g)].at(-1)?.[1];
  return majorOf(written ?? marker, known);
}

/** The major version of the image, which the component must know. */
export async function imageMajor(job: GuardJob, known: Product, docker: Docker): Promise<string> {
  const { name, image, product } = job;
  const { imageVersion, majors } = known;
  const variables = await docker("image", "inspect", "--format", "{{json .Config.Env}}", image).catch(() => {
    throw new UserError(`The image ${image} of database ${name} is not on the host.`);
  });
  const named = ((JSON.parse(variables) ?? []) as string[])
    .find((each) => each.startsWith(`${imageVersion}=`))
    ?.slice(imageVersion.length + 1);
  const major = majorOf(named ?? "", known);
  if (major === undefined)
    throw new UserError(
      `The image of database ${name} does not say its version: it sets no ${imageVersion}, as the official images of ${product} do.\n` +
        `fix: name an official image of ${product}, or one that honours its environment`,
    );
  if (!majors.includes(major))
    throw new UserError(
      `The image of database ${name} is ${product} ${major}, which this component does not know. It knows: ${majors.join(" ")}.\n` +
        "fix: name an image of one of these versions",
    );
  return major;
}

/** Refuses an image of another major version than the data's. */
export function refuseOtherMajor(job: GuardJob, found: string | undefined, wanted: string): void {
  const { name, volume, image, product, upgrade } = job;
  if (found === wanted) return;
  const ways = upgrade.map((line) => `  ${line.replaceAll("@NEW@", wanted).replaceAll("@IMAGE@", image)}`);
  const way = isOlder(wanted, found ?? "")
    ? [
        "An older version cannot read newer data; only a backup that it took can be restored.",
        `fix: go on with ${product} ${found}`,
      ]
    : [
        `fix: go on with ${product} ${found}; or take the data over, which leaves the old volume as it is:`,
        ...ways,
      ];
  throw new UserError(
    [
      `The volume ${volume} of database ${name} holds data of ${product} ${found}; the image is ${product} ${wanted}. Another major version does not start on it.`,
      ...way,
    ].join("\n"),
  );
}

function isOlder(one: string, other: string): boolean {
  const [[a = 0, b = 0], [c = 0, d = 0]] = [numbers(one), numbers(other)];
  return a < c || (a === c && b < d);
}

const numbers = (version: string) => version.split(".").map(Number);
