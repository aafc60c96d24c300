import assert from "node:assert/strict";
import { limitMistakes } from "../../../components/workload/once-limits";
import { containerOf, type Once } from "../../../components/workload/run-once";

const none = { command: ["true"], settings: {}, secrets: {}, volumes: {} };

describe("task: what its container is made with", () => {
  it("each value is one of its own, whatever is in it", () => {
    const once: Once = {
      ...{
        name: "shop-prod-job",
        image: "sha256:1",
        network: "shop-prod",
        memory: 64,
        settingsFile: "/s",
        files: {},
      },
      labels: { of: "a\nb" },
      settings: { LINES: "a\nHOME", EMPTY: "" },
      volumes: { "/srv/my files": "shop-files" },
      command: ["/bin/sh", "-c", "two\nlines", "-x", ""],
    };
    const { Labels, Env, HostConfig, Entrypoint, Image, Cmd } = containerOf(once);
    assert.deepEqual(Labels, { of: "a\nb" });
    assert.deepEqual(Env, ["LINES=a\nHOME", "EMPTY="]);
    assert.deepEqual(HostConfig?.Binds, ["shop-files:/srv/my files"]);
    assert.deepEqual([Image, Entrypoint, Cmd], ["sha256:1", ["/bin/sh"], ["-c", "two\nlines", "-x", ""]]);
    assert.equal(HostConfig?.Memory, 64 * 1024 * 1024);
  });

  it("what no container could be started with is named, all at once and without values", () => {
    assert.deepEqual(limitMistakes(none), []);
    const big = "秘".repeat(50_000);
    assert.deepEqual(
      limitMistakes({
        command: [],
        settings: { BIG: big, "A=B": "", NUL: "a\0" },
        secrets: { "with-dash": "", "B C": big },
        volumes: { relative: "v", "/a:b": "v", "/ok": "a/b" },
      }).map((line) => line.split(/[ :]/)[0] + (line.includes("秘") ? " shown" : "")),
      [
        ...["command", 'settings."A=B"', "secrets.with-dash"],
        ...['secrets."B', "settings.BIG", "settings.NUL", 'secrets."B'],
        ...["volumes.relative", 'volumes."/a', 'volumes."/ok"'],
      ],
    );
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`S${at}`, "x".repeat(100_000)]));
    assert.match(limitMistakes({ ...none, settings: many }).join(), /20000\d\d bytes together/);
  });
});
