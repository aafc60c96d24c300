import { say } from "../../messages/say";
import { plain, word, type Change } from "./change";
import type { Describe } from "./describe";
import { buildOf, imageName, shortDigest, type Facts } from "./facts";
import { shortId } from "./reasons";

type Inputs = Record<string, unknown>;

/** An image is built or pulled beside those in use: nothing that serves is touched. */
export const image: Describe = ([change], { images }: Facts) => {
  const { op, old, next, urn, type } = change;
  const name = shortDigest(imageName(next ?? old));
  const words = say().preview.changes.images;
  if (op === "delete") return { says: words.unused(name) };
  const isBuilt = type.endsWith(":Command");
  const says = isBuilt ? words.built : words.pulled;
  if (op === "create") return { says: says(name) };
  return { says: says(`${images.get(urn)?.names}`), because: isBuilt ? reasons(change) : pulled(change) };
};

/** Why an image is built again. Its tag changes with everything else, and so says nothing. */
function reasons({ old, next }: Change): string[] {
  const { argumentChanged, sourceChanged, baseChanged } = say().preview.changes.images;
  const [before, after] = [old, next].map(buildOf);
  const content = [old, next].map((state) => (state?.inputs["triggers"] as Inputs[] | undefined)?.[0] ?? {});
  return [
    ...changed(before?.args ?? {}, after?.args ?? {}).map(([name, from, to]) =>
      `${from}${to}`.length > 200 ? argumentChanged(name) : `${name} ${from} → ${to}`,
    ),
    ...changed(content[0] ?? {}, content[1] ?? {}).map(([name]) =>
      name === "source" ? sourceChanged(after?.context ?? "") : baseChanged(name),
    ),
  ];
}

function pulled({ old, next }: Change): string[] {
  const [before, after] = [old, next].map(
    (state) => (state?.inputs["triggers"] ?? {}) as Record<string, unknown>,
  );
  if (old?.inputs["name"] !== next?.inputs["name"]) return [];
  return changed(before ?? {}, after ?? {}).map(([, from, to]) =>
    say().preview.changes.images.tagMoved({ from: shortId(from), to: shortId(to) }),
  );
}

function changed(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): [string, string, string][] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => name !== "__defaults" && plain(before[name]) !== plain(after[name]))
    .map((name) => [name, shortDigest(word(before[name])), shortDigest(word(after[name]))]);
}
