import assert from "node:assert/strict";
import { type BaseImage, imagesNamed } from "../../../toolchain/image-list";
import { pullName } from "../../../toolchain/image-pull";
import { parseStatus } from "../../../toolchain/image-status";
import { noWay, progressOf } from "../../../toolchain/images";

const [debian, postgres] = imagesNamed() as [BaseImage, BaseImage];
const wanted = new Map([
  [debian, "aaa"],
  [postgres, "bbb"],
]);
const label = "io.pulumi-web-systems.base";
const line = (tags: string[] | null, labels: object | null) => JSON.stringify({ tags, labels });
const statuses = (...lines: string[]) => [...parseStatus(lines.join("\n"), wanted).values()];

describe("the status of base images", () => {
  it("is missing when docker shows none", () => assert.deepEqual(statuses(""), ["missing", "missing"]));

  it("is current with the hash of the recipe as label, stale with another", () => {
    const both = [
      line(["local/postgres:17"], { [label]: "old" }),
      line(["local/debian:trixie"], { [label]: "aaa" }),
    ];
    assert.deepEqual(statuses(...both), ["current", "stale"]);
  });

  it("is current without a label: an official image under a local name", () => {
    assert.deepEqual(statuses(line(["postgres:17", "local/postgres:17"], null)), ["missing", "current"]);
  });

  it("is not taken from an image of another tag, or of none", () => {
    const others = [line(["local/postgres:16"], { [label]: "bbb" }), line(null, { [label]: "aaa" })];
    assert.deepEqual(statuses(...others), ["missing", "missing"]);
  });
});

describe("the name in a registry", () => {
  it("is the official one, after the mirror's address if there is one", () => {
    assert.equal(pullName(postgres, undefined), "postgres:17");
    assert.equal(pullName(postgres, ""), "postgres:17");
    assert.equal(pullName(postgres, "mirror.example.com/library/"), "mirror.example.com/library/postgres:17");
  });
});

describe("progress of a build", () => {
  it("is the line as it ends up on a terminal", () => {
    assert.equal(progressOf("(Reading 5%\r(Reading 100%\rReading done "), "Reading done");
    assert.equal(progressOf("\u001b[91mwarning\u001b[0m"), "warning");
    assert.equal(progressOf("x".repeat(500)).length, 120);
  });

  it("leaves out Docker's remarks about layers", () => {
    assert.equal(progressOf(" ---> Running in 0123456789ab"), "");
    assert.equal(progressOf("Removing intermediate container 0123456789ab"), "");
  });
});

describe("where images can neither be pulled nor built", () => {
  it("the message names them and both ways out", () => {
    assert.equal(
      noWay([debian, postgres]),
      `Base images are missing: local/debian:trixie, local/postgres:17.
No image registry answers, and they can be built only on Debian or Ubuntu as root. Do one of these:
  - set a registry that this machine can reach: REGISTRY_MIRROR=mirror.example.com/library
  - run this once as root on a Debian or Ubuntu machine, and copy the images from there:
      docker save local/debian:trixie local/postgres:17 | gzip > base-images.tar.gz
      docker load -i base-images.tar.gz     (on this machine)`,
    );
  });
});
