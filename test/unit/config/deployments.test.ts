import assert from "node:assert/strict";
import { heldBack } from "../../../config/deployment-times";
import { Deployments } from "../../../config/deployments";
import { verdictOn } from "../../../config/guard";
import { parseConfig } from "../../../config/parse";
import { StackConfig } from "../../../config";

/** What is said at a time of Shanghai, 8 hours before UTC; 2026-11-09 is a Monday. */
const at = (time: string, deployments: object) =>
  heldBack(Deployments.parse(deployments), "shop", new Date(`${time.replace(" ", "T")}:00+08:00`));

const nights = { windows: [{ days: ["Mon", "Tue"], from: "22:00", to: "06:00" }] };

describe("config: when `pulumi up` may run", () => {
  it("at any time, when nothing is said", () => assert.equal(at("2026-11-09 12:00", {}), undefined));

  it("not during a freeze: why, who, until when, and how it is lifted", () => {
    const freeze = { reason: "双十一", by: "王伟", until: "2026-11-12 08:00" };
    assert.deepEqual(at("2026-11-12 07:59", { freeze }), {
      what: "releases are frozen",
      lines: [
        "why:   双十一 (王伟)",
        "until: 2026-11-12 08:00 Asia/Shanghai",
        "now:   2026-11-12 07:59 Asia/Shanghai",
      ],
      fix: "wait, or ask 王伟; to lift it: pulumi config rm --path 'shop:deployments.freeze'",
    });
    assert.equal(at("2026-11-12 08:00", { freeze }), undefined);
  });

  it("not during a freeze without an end, however long it lasts", () => {
    const found = at("2030-01-01 00:00", { freeze: { reason: "audit" } });
    assert.deepEqual(found?.lines.slice(0, 2), ["why:   audit", "until: it is lifted"]);
  });

  for (const [time, open] of [
    ["2026-11-09 21:59", false],
    ["2026-11-09 22:00", true],
    ["2026-11-10 05:59", true],
    ["2026-11-10 06:00", false],
    ["2026-11-11 05:59", true],
    ["2026-11-11 22:30", false],
  ] as const)
    it(`${open ? "in" : "outside of"} a window over midnight at ${time}`, () =>
      assert.equal(at(time, nights) === undefined, open));

  it("in a window over the end of the week", () => {
    const sunday = { windows: [{ days: ["Sun"], from: "23:00", to: "02:00" }] };
    assert.equal(at("2026-11-09 01:00", sunday), undefined);
    assert.ok(at("2026-11-09 02:00", sunday));
  });

  it("all day, when a window closes at the time at which it opens", () => {
    const saturday = { windows: [{ days: ["Sat"], from: "00:00", to: "00:00" }] };
    assert.equal(at("2026-11-14 23:59", saturday), undefined);
    assert.ok(at("2026-11-15 00:00", saturday));
  });

  it("says outside of its windows which there are, and when the next one opens", () => {
    assert.deepEqual(at("2026-11-11 12:30", nights)?.lines, [
      "windows: Mon, Tue 22:00 to 06:00 Asia/Shanghai",
      "now:     2026-11-11 12:30 Wed",
      "opens:   Mon 22:00, in 129 h 30 min",
    ]);
  });

  it("by the clock of the zone, not of this machine", () => {
    const noon = { windows: [{ from: "12:00", to: "13:00" }] };
    assert.equal(at("2026-11-09 12:30", noon), undefined);
    assert.ok(at("2026-11-09 12:30", { ...noon, timeZone: "UTC" }));
  });
});

describe("config: mistakes in freeze and windows", () => {
  const mistakes = (deployments: object) =>
    parseConfig(
      StackConfig,
      "shop",
      {
        "shop:edge": '{"port":80}',
        "shop:backend": '{"version":"1"}',
        "shop:web": '{"version":"1"}',
        "shop:mobile": '{"version":"1"}',
        "shop:deployments": JSON.stringify(deployments),
      },
      () => false,
    ).mistakes.map(({ where, what, fix }) => `${where}: ${what} (${String(fix)})`);

  for (const [deployments, expected] of [
    [{ freeze: {} }, 'deployments.freeze.reason: missing (add `reason: "Double Eleven"`)'],
    [
      { freeze: { reason: "x", until: "tomorrow" } },
      'deployments.freeze.until: expected a date and a time such as 2026-11-12 08:00, in quotes, found "tomorrow" (for example `until: "2026-11-12 08:00"`)',
    ],
    [
      { windows: [{ from: "22:00", to: "06:00", days: ["Mon", "Monday"] }] },
      'deployments.windows[0].days[1]: expected one of Mon, Tue, Wed, Thu, Fri, Sat, Sun, found "Monday" (for example `"Mon"`)',
    ],
    [{ windows: [{ from: "22:00" }] }, 'deployments.windows[0].to: missing (add `to: "02:30"`)'],
    [
      { windows: [{ from: "22:00", to: "06:00", day: "Mon" }] },
      'deployments.windows[0].day: unknown key (did you mean "days"? (known here: days, from, to))',
    ],
    [
      { windows: { from: "22:00", to: "06:00" } },
      'deployments.windows: expected a list of windows, found {"from":"22:00","to":"06:00"} (for example `windows: [{"from":"22:00","to":"06:00"}]`)',
    ],
    [
      { frozen: true },
      'deployments.frozen: unknown key (did you mean "freeze"? (known here: timeZone, freeze, windows))',
    ],
  ] as const)
    it(expected.split(" (")[0] ?? "", () => assert.deepEqual(mistakes(deployments), [expected]));
});

describe("config: what becomes of an update that is held back", () => {
  const held = { what: "releases are frozen", lines: ["why:   audit"], fix: "wait" };
  const decide = (preview: boolean, emergency?: string) =>
    verdictOn(held, { stack: "prod", command: "pulumi up", preview, emergency });

  it("is refused with one message", () =>
    assert.deepEqual(decide(false), {
      refused: true,
      message: [
        "pulumi up is refused: releases are frozen for stack prod; nothing was changed.",
        "  why:   audit",
        "  fix: wait",
        '  in an emergency, for one command: EMERGENCY="what happened" pulumi up',
      ].join("\n"),
    }));

  it("is previewed, and the preview begins with what `up` would say", () => {
    const { refused, message } = decide(true);
    assert.equal(refused, false);
    assert.match(message, /^pulumi up would be refused now: releases are frozen for stack prod\.\n/);
  });

  it("goes on in an emergency, and says why", () => {
    const { refused, message, emergency } = decide(false, " payments fail ");
    assert.equal(refused, false);
    assert.equal(emergency, "payments fail");
    assert.match(message, /^EMERGENCY: releases are frozen .*continues anyway, because: payments fail\n/);
  });

  for (const noReason of ["", "1", "true", "yes"])
    it(`does not take "${noReason}" for a reason`, () => {
      const { refused, message } = decide(false, noReason);
      assert.equal(refused, true);
      assert.match(message, /EMERGENCY is set, but does not say why/);
    });
});
