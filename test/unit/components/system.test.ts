import assert from "node:assert/strict";
import { system } from "../../../components/system/system";
import { edgeArgs, systemSchema } from "pulumi-web-systems/config";
import { Nginx } from "../../../components/edge/nginx";
import { withMocks } from "../../support/program";

/** A program whose images are made as `make` says, from the reference system's sources. */
const made = (make: (built: (name: string, version: string) => unknown) => void) =>
  withMocks("shop", "test", { "shop:registry": "local", "shop:edge": '{ "port": 8080 }' }, [], async () => {
    const program = system(
      { config: systemSchema("shop", {}), images: { nginx: "nginx:1.26", web: "python:3.13-slim" } },
      ({ config, host, pulled, built }) => {
        make((name, version) => built(name, version, { bases: { PYTHON_IMAGE: "web" } }));
        const image = pulled("nginx").id;
        return { nginx: new Nginx("nginx", { host, image, ...edgeArgs(config.edge), routes: [] }) };
      },
    );
    await program();
  });

describe("system: its images", () => {
  it("one name cannot mean an image that is pulled and one that is built", () =>
    assert.rejects(
      made((built) => built("web", "1.0.0")),
      /The image "web" cannot be built: `images` already has one of that name; nothing was changed\.\n {2}fix: rename it/,
    ));

  it("one name cannot be built twice in two ways", () =>
    assert.rejects(
      made((built) => {
        built("backend", "1.0.0");
        built("backend", "2.0.0");
      }),
      /The image "backend" is built twice, with different versions or arguments; nothing was changed/,
    ));
});
