import type { StackOnEngine } from "../../components/engine/stack-on-engine";
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { pruneImages } from "../../components/release/prune";
import type { ReleaseRecord } from "../../components/release/record";
import { ReleaseStore } from "../../components/release/store";
import { run } from "../../operations/kernel/run";

/** Several systems on one host: what one lets go of may be what another needs. */
describe("docker: images of old releases, beside other systems", function () {
  this.timeout(120_000);
  const tag = `test${randomBytes(4).toString("hex")}`;
  const [shop, office] = [`${tag}-shop`, `${tag}-office`].map((system) => ({
    ...{ environment: {}, system, stack: "prod" },
  })) as [StackOnEngine, StackOnEngine];
  const docker = async (...args: string[]) => (await run("docker", args)).stdout;
  const made: string[] = [];

  /** An image of its own content, by some names. */
  async function image(...names: string[]): Promise<string> {
    const input = Buffer.alloc(10_240);
    const label = `LABEL test=${randomBytes(8).toString("hex")}`;
    const { stdout: id } = await run("docker", ["import", "--change", label, "-", names[0] ?? ""], { input });
    for (const name of names.slice(1)) await docker("tag", id, name);
    made.push(...names);
    return id;
  }
  const released = (
    store: StackOnEngine,
    number: number,
    images: Record<string, string>,
    more: Partial<ReleaseRecord> = {},
  ) =>
    new ReleaseStore(store).write({
      ...{
        number,
        system: store.system,
        stack: "prod",
        result: "succeeded",
        by: "test",
        folder: "",
        steps: [],
      },
      startedAt: `2020-01-0${number}T00:00:00Z`,
      images: Object.fromEntries(
        Object.entries(images).map(([name, id]) => [
          name,
          {
            id,
            pinned: { name: name.includes("/") ? `${name}:1.0-0123456789ab` : `${name}:1`, content: id },
          },
        ]),
      ),
      ...more,
    });
  const namesOf = async (id: string) =>
    (
      await run("docker", ["image", "inspect", "--format", '{{join .RepoTags " "}}', id], { reject: false })
    ).stdout
      .split(" ")
      .sort()
      .join(" ");

  after(async () => {
    for (const name of made) await run("docker", ["image", "rm", name], { reject: false });
    for (const { system } of [shop, office])
      await run("docker", ["volume", "rm", `${system}-prod-releases`], { reject: false });
  });

  it("only those are removed that are this system's own and that nothing else on the host needs", async () => {
    const name = (what: string) => `${shop.system}/${what}:1`;
    const mine = await image(name("mine"));
    const built = await image(`acme/${tag}:1.0-0123456789ab`);
    const base = await image(`${shop.system}-prod/base:1`);
    const shared = await image(name("shared"));
    const taken = await image(`${tag}/postgres:17`);
    const named = await image(name("named"), `${tag}/someone:1`);
    const used = await image(name("used"), name("used-too"));
    const container = await docker("create", used, "true");
    try {
      await released(shop, 1, { mine, base, shared, taken, named, used, [`acme/${tag}`]: built });
      for (const number of [2, 3, 4]) await released(shop, number, {});
      await released(office, 1, { base: shared });

      // An update of the other system may be about to use what this one took.
      await released(office, 2, {}, { result: "started", startedAt: new Date().toISOString() });
      await pruneImages(shop, {}, new Date());
      assert.deepEqual(await Promise.all([mine, built, base, shared, taken, named, used].map(namesOf)), [
        ...["", "", `${shop.system}-prod/base:1`, name("shared"), `${tag}/postgres:17`],
        ...[`${name("named")} ${tag}/someone:1`, `${name("used-too")} ${name("used")}`],
      ]);
    } finally {
      await docker("rm", container);
    }
  });
});
