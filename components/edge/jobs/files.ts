import { say } from "../../../messages/say";
import { ifAnswered } from "../../engine/engine";
import { labelPrefix } from "../../engine/labels";
import type { FilesJob } from "./job";
import { type Needed, NginxContainer } from "./nginx-container";

/** How a step ends that found links which lead out of a build, and one that found no build. */
const [strays, missing] = [3, 4];

/**
 * Copies a folder of an image beside Nginx, whole or not at all. A build that is there already is left as it is.
 *
 * @throws UserError with what failed
 */
export async function handOverBuild(
  { container, image, folder, target }: FilesJob,
  engine: Needed,
): Promise<void> {
  const texts = say().switching;
  const nginx = new NginxContainer(engine, container, texts.filesFailed, texts.asBefore);
  // The live folder belongs to root, so that Nginx itself cannot write it.
  const asRoot = { user: "0", args: [target] };
  const { labels } = await nginx.runs();
  const there = await nginx.shell(["strays.sh", "there.sh"], asRoot);
  if (there.code === 0) return;
  if (there.code === strays) await nginx.fail(texts.linksOut({ folder }), there.said);
  if (there.code !== missing) await nginx.fail(texts.liveUnread, there.said);

  // It never runs: a container is how the engine hands out an image's files.
  const source = await ifAnswered(created(engine, image, labels), ({ message }) =>
    nginx.fail(texts.noImage({ image }), message),
  );
  try {
    const files = await ifAnswered(engine.getFiles(source, `${folder}/.`), (failed) => {
      // The engine's word for a folder that is none.
      if (failed.status !== 0) return undefined;
      throw failed;
    });
    if (files === undefined) return await nginx.fail(texts.noFolder({ folder }), "");
    const { code, said } = await nginx.shell(["strays.sh", "unpack.sh"], { ...asRoot, stdin: files });
    if (code === strays) await nginx.fail(texts.linksOut({ folder }), said);
    if (code !== 0) await nginx.fail(texts.liveUnwritten, said);
    // An archive that breaks off between two files is a whole one for tar.
    if (files.errored) await nginx.fail(texts.liveUnwritten, files.errored.message);
    const named = await nginx.run(["mv", `${target}.new`, target], { user: "0" });
    if (named.code !== 0) await nginx.fail(texts.liveUnwritten, named.said);
  } finally {
    await engine.remove(source).catch(() => undefined);
  }
}

/** With the labels of the Nginx that it serves, as a job of it: one that a kill leaves is found by them. */
function created(engine: Needed, image: string, ofNginx: Record<string, string>): Promise<string> {
  const own = Object.entries(ofNginx).filter(([label]) => label.startsWith(`${labelPrefix}.`));
  return engine.create(undefined, {
    ...{ Image: image, Cmd: ["none"], HostConfig: { NetworkMode: "none" } },
    Labels: { ...Object.fromEntries(own), [`${labelPrefix}.role`]: "job" },
  });
}
