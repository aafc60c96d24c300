import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { needsRoot } from "../support/root";
import { type BaseImage, localName } from "../../toolchain/image-list";
import { ensureBaseImages } from "../../toolchain/images";
import { UserError } from "../../components/engine/user-error";
import { run } from "../../operations/kernel/run";
import { imageRegistry, silentRegistry, type TestRegistry } from "../support/registry";

describe("getting base images", function () {
  this.timeout(60_000);
  let folder: string, lines: string[], registry: TestRegistry | undefined;
  let images: BaseImage[] = [];
  const cacheHome = process.env["XDG_CACHE_HOME"];

  /** Makes an image's recipe; its name is removed from the engine after the test. */
  const recipe = (name: string, files: Record<string, string>, root = false): BaseImage => {
    const base = {
      name: `pws-test-${name}`,
      tag: "1",
      official: `pws-test-${name}:1`,
      folder: join(folder, name),
      root,
    };
    mkdirSync(base.folder, { recursive: true });
    for (const [file, content] of Object.entries(files)) writeFileSync(join(base.folder, file), content);
    images.push(base);
    return base;
  };
  const empty = (name: string) => recipe(name, { Dockerfile: "FROM scratch\nCOPY x /x\n", x: "1" });
  const ensure = (mirror = "127.0.0.1:1", answerMs = 10_000) =>
    ensureBaseImages((line) => lines.push(line), { images, registry: { mirror, answerMs } });
  const idOf = async (base: BaseImage) => {
    const args = ["image", "inspect", "--format", "{{.Id}} {{.Config.Env}}", localName(base)];
    return (await run("docker", args, { reject: false })).stdout;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pws-test-images-"));
    process.env["XDG_CACHE_HOME"] = join(folder, "cache");
    lines = [];
    images = [];
  });

  afterEach(async () => {
    registry?.close();
    const names = images.flatMap((base) => [
      localName(base),
      registry ? `${registry.address}/${base.official}` : "",
    ]);
    await run("docker", ["image", "rm", "--force", ...names.filter(Boolean)], { reject: false });
    registry = undefined;
    if (cacheHome === undefined) delete process.env["XDG_CACHE_HOME"];
    else process.env["XDG_CACHE_HOME"] = cacheHome;
    rmSync(folder, { recursive: true, force: true });
  });

  it("takes one from a registry, under its local name, without building", async () => {
    const base = recipe("pulled", { Dockerfile: "this is no Dockerfile" });
    registry = await imageRegistry("pws-test-pulled", "1");
    await ensure(registry.address);
    assert.match(await idOf(base), /FROM_REGISTRY=yes/);
    assert.ok(registry.asked.some((path) => path.endsWith("/manifests/1")));
  });

  it("builds what no registry gives, asking only once, and then has nothing to do", async () => {
    const [one, two] = [empty("one"), empty("two")];
    await ensure();
    assert.notEqual(await idOf(one), "");
    assert.notEqual(await idOf(two), "");
    assert.equal(lines.filter((line) => line.includes(": asking for ")).length, 1);
    assert.equal(
      lines.filter((line) => /^no registry \(.*refused\): building from images\//.test(line)).length,
      1,
    );
    lines = [];
    await ensure();
    assert.deepEqual(lines, []);
  });

  it("does not wait for a registry that does not answer", async () => {
    const base = empty("silent");
    registry = await silentRegistry();
    const begin = Date.now();
    await ensure(registry.address, 500);
    assert.ok(Date.now() - begin < 10_000);
    assert.ok(
      lines.includes("no registry (no answer within 0.5 s): building from images/"),
      lines.join("\n"),
    );
    assert.notEqual(await idOf(base), "");
  });

  it("builds again what changed, and only that", async () => {
    const [one, two] = [empty("one"), empty("two")];
    await ensure();
    const before = [await idOf(one), await idOf(two)];
    writeFileSync(join(one.folder, "x"), "2");
    await ensure();
    assert.notEqual(await idOf(one), before[0]);
    assert.equal(await idOf(two), before[1]);
    await run("docker", ["image", "rm", before[0]!.split(" ")[0]!]);
  });

  it("accepts no half image of a build that failed, shows its end, and recovers", async () => {
    const base = recipe("broken", { Dockerfile: "FROM scratch\nCOPY missing /x\n" });
    await assert.rejects(ensure(), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /^Building local\/pws-test-broken:1 from .*broken failed:\n/);
      assert.match(error.message, /missing/);
      return true;
    });
    assert.equal(await idOf(base), "");
    writeFileSync(join(base.folder, "missing"), "now there");
    await ensure();
    assert.notEqual(await idOf(base), "");
  });

  it("makes a root image again after an interrupted attempt, and keeps its archive for another engine", async function () {
    needsRoot();
    const half = 'set -e\nmkdir "$3/root"\necho half >"$4"\necho the mirror went away >&2\nexit 1\n';
    const base = recipe("root", { "rootfs.sh": half }, true);
    const cache = join(folder, "cache", "pulumi-web-systems", "images");
    await assert.rejects(ensure(), /could not be built from .*\n {2}the mirror went away\n.*DEBIAN_MIRROR/s);
    assert.deepEqual(readdirSync(cache), []);
    // What a killed attempt leaves: no process has this number.
    mkdirSync(join(cache, "work-4194305-abc"));

    writeFileSync(
      join(base.folder, "rootfs.sh"),
      'mkdir "$3/root"\necho whole >"$3/root/file"\ntar -C "$3/root" -cf "$4" .\n',
    );
    await ensure();
    assert.match(await idOf(base), /SSL_CERT_FILE=\/etc\/ssl\/certs\/ca-certificates.crt/);
    const [archive, ...others] = readdirSync(cache);
    assert.match(archive ?? "", /^pws-test-root-1-[0-9a-f]{32}\.tar$/);
    assert.deepEqual(others, []);

    await run("docker", ["image", "rm", localName(base)]);
    const made = statSync(join(cache, archive!)).mtimeMs;
    await ensure();
    assert.notEqual(await idOf(base), "");
    assert.equal(statSync(join(cache, archive!)).mtimeMs, made, "the archive was not made again");
  });
});
