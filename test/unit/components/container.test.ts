import assert from "node:assert/strict";
import { hardened } from "../../../components/workload/container";
import type { Host } from "../../../components/engine/host";
import { labels } from "../../../components/engine/labels";

describe("container: what all have in common", () => {
  const host = {
    labels: (service: string, role?: "job") => labels("shop", "prod", service, role),
  } as unknown as Host;
  const made = (cpus?: number) => hardened({ host, service: "seed", role: "job", memory: 64, cpus });

  it("is limited to one processor unless set otherwise", () => assert.equal(made().cpus, "1.0"));

  // As nanoInt64ToDecimalString of the provider writes them: another spelling would replace the container after a refresh.
  for (const [cpus, text] of [
    [0.1, "0.1"],
    [0.5, "0.5"],
    [1.5, "1.5"],
    [2, "2.0"],
    [10, "10."],
    [10.5, "10.5"],
  ] as const)
    it(`says ${cpus} processors as the provider reads them back`, () => assert.equal(made(cpus).cpus, text));

  it("is labelled with its role", () =>
    assert.deepEqual(made().labels.at(-1), { label: "io.pulumi-web-systems.role", value: "job" }));
});
