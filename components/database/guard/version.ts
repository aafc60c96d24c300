import { say } from "../../../messages/say";
import { UserError } from "../../engine/user-error";
import type { Product } from "../product/product";
import { refusal, type GuardJob, type Needed } from "./job";

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
export async function imageMajor(
  job: GuardJob,
  known: Product,
  engine: Pick<Needed, "image">,
): Promise<string> {
  const { name, image, product } = job;
  const { imageVersion, majors } = known;
  const texts = say().database.guard;
  const found = await engine.image(image);
  if (!found) throw new UserError(texts.noImage({ image, name }));
  const named = found.environment
    .find((each) => each.startsWith(`${imageVersion}=`))
    ?.slice(imageVersion.length + 1);
  const major = majorOf(named ?? "", known);
  if (major === undefined) throw refusal(texts.noVersion({ name, variable: imageVersion, product }));
  if (!majors.includes(major)) throw refusal(texts.unknownVersion({ name, product, major, majors }));
  return major;
}

/** Refuses an image of another major version than the data's. */
export function refuseOtherMajor(job: GuardJob, found: string | undefined, wanted: string): void {
  const { name, volume, image, product, upgrade } = job;
  if (found === wanted) return;
  const ways = upgrade.map((line) => `  ${line.replaceAll("@NEW@", wanted).replaceAll("@IMAGE@", image)}`);
  const texts = say().database.guard;
  const versions = { volume, name, product, found: String(found), wanted };
  throw refusal(
    isOlder(wanted, found ?? "") ? texts.newerData(versions) : texts.olderData({ ...versions, ways }),
  );
}

function isOlder(one: string, other: string): boolean {
  const [[a = 0, b = 0], [c = 0, d = 0]] = [numbers(one), numbers(other)];
  return a < c || (a === c && b < d);
}

const numbers = (version: string) => version.split(".").map(Number);
