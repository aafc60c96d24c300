import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type BaseImage,
  baseImages,
  imagesNamed,
  localName,
  recipeHash,
} from "../../../toolchain/image-list";

describe("the recipe of a base image", () => {
  let folder: string, refreshed: string, root: BaseImage, child: BaseImage;
  const hash = (base = child) => recipeHash(base, [root, child], refreshed);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pws-test-recipe-"));
    refreshed = join(folder, "refreshed");
    const image = (name: string) => ({ name, tag: "1", official: `${name}:1`, folder: join(folder, name) });
    root = { ...image("root"), root: true };
    child = image("child");
    for (const base of [root, child]) mkdirSync(base.folder);
    writeFileSync(join(root.folder, "rootfs.sh"), "root");
    writeFileSync(join(child.folder, "Dockerfile"), "FROM local/root:1");
    writeFileSync(join(child.folder, "run.sh"), "run", { mode: 0o644 });
    writeFileSync(refreshed, "2026-01-01");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("has the same hash as long as nothing changes", () => assert.equal(hash(), hash()));

  const changes: [string, () => void][] = [
    ["a file's content", () => writeFileSync(join(child.folder, "Dockerfile"), "FROM local/root:2")],
    ["a file's name", () => renameSync(join(child.folder, "run.sh"), join(child.folder, "go.sh"))],
    ["a file's executable bit", () => chmodSync(join(child.folder, "run.sh"), 0o755)],
    ["a new file", () => writeFileSync(join(child.folder, "more"), "")],
    ["the root image's recipe", () => writeFileSync(join(root.folder, "rootfs.sh"), "other")],
    ["the date of the last refresh", () => writeFileSync(refreshed, "2026-02-01")],
  ];
  for (const [what, change] of changes) {
    it(`has another hash after a change of ${what}`, () => {
      const before = hash();
      change();
      assert.notEqual(hash(), before);
    });
  }

  it("of the root image does not depend on its children", () => {
    const before = hash(root);
    writeFileSync(join(child.folder, "more"), "");
    assert.equal(hash(root), before);
  });
});

describe("the base images", () => {
  it("are these, the root first", () => {
    assert.deepEqual(baseImages.map(localName), [
      "local/debian:trixie",
      "local/debian:bookworm",
      "local/postgres:17",
      "local/nginx:1.26",
      "local/python:3.13-slim",
      "local/node:20-slim",
      "local/redis:8",
      "local/mariadb:11.8",
      "local/postgres:15",
      "local/mariadb:10.11",
    ]);
    assert.deepEqual(baseImages.filter((base) => base.root).map(localName), [
      "local/debian:trixie",
      "local/debian:bookworm",
    ]);
  });

  it("are made for the dev stack without those on request, and by name with the root", () => {
    assert.deepEqual(
      imagesNamed().map((base) => base.tag),
      ["trixie", "17", "1.26", "3.13-slim", "20-slim", "8"],
    );
    assert.deepEqual(imagesNamed(["local/postgres:15"]).map(localName), [
      "local/debian:bookworm",
      "local/postgres:15",
    ]);
    assert.deepEqual(imagesNamed(["local/mariadb:11.8"]).map(localName), [
      "local/debian:trixie",
      "local/mariadb:11.8",
    ]);
    assert.throws(() => imagesNamed(["local/oracle:23"]), /no recipe for local\/oracle:23; there are: local/);
  });

  it("each have a recipe", () => {
    assert.equal(new Set(baseImages.map((base) => recipeHash(base, baseImages))).size, baseImages.length);
  });
});
