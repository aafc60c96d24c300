import assert from "node:assert/strict";
import { products } from "../../../components/database/products";
import { judgeBackups, judgeLeftovers, limitOf } from "../../../operations/doctor/backups";
import { judgeCertificate } from "../../../operations/doctor/certificates";
import { judgeContainer, notInState } from "../../../operations/doctor/containers";
import { judgeDisk } from "../../../operations/doctor/disk";
import { render } from "../../../operations/doctor/doctor";
import { findings, worst } from "../../../operations/doctor/finding";
import { portsOf } from "../../../operations/doctor/ports";
import { judgeReleases } from "../../../operations/doctor/releases";
import type { ReleaseRecord } from "../../../components/release/record";
import type { Manifest } from "../../../operations/manifests";
import type { Container } from "../../../components/engine/engine";
import { container, ours } from "../../support/container";

const now = new Date("2026-11-22T12:00:00Z");

describe("doctor: what it makes of what it finds", () => {
  const certificate = (validTo: string) => judgeCertificate("tls.pem", { validTo }, now);
  for (const [validTo, verdict, found] of [
    ["Dec 31 00:00:00 2026 GMT", "ok", "tls.pem: 38 days left, until 2026-12-31"],
    ["Dec  5 00:00:00 2026 GMT", "warning", "tls.pem: 12 days left, until 2026-12-05"],
    ["Nov 25 00:00:00 2026 GMT", "problem", "tls.pem: 2 days left, until 2026-11-25"],
    ["Nov 20 00:00:00 2026 GMT", "problem", "tls.pem expired on 2026-11-20"],
  ] as const)
    it(`a certificate until ${validTo}: ${verdict}`, () => {
      assert.equal(certificate(validTo).verdict, verdict);
      assert.equal(certificate(validTo).found, found);
    });

  const release = (number: number, more: object = {}) =>
    ({ number, result: "succeeded", ...more }) as ReleaseRecord;
  const failed = release(3, { result: "failed", failure: { step: "site-ready", cause: "" } });
  for (const [what, records, serving, verdict, found] of [
    ["the last release", [release(1), release(2)], { number: 2 }, "ok", "release 2 serves"],
    ["none", [], { number: undefined }, "ok", "none yet"],
    [
      "no edge",
      [release(2)],
      { number: 2, guessed: "x" },
      "ok",
      "release 2 serves according to the records, because x",
    ],
    [
      "a failure before the switch",
      [release(2), failed],
      { number: 2 },
      "warning",
      "release 3 failed at site-ready before it served; release 2 serves",
    ],
    [
      "a failure after the switch",
      [release(2), failed],
      { number: 3 },
      "warning",
      "release 3 serves, but it failed at site-ready",
    ],
    [
      "a killed one",
      [release(2), release(4, { result: "started" })],
      { number: 4 },
      "warning",
      "release 4 serves, but it is still running or was cut off",
    ],
    [
      "nothing, after a failure",
      [release(2), failed],
      { number: undefined },
      "problem",
      "none serves: release 3 failed at site-ready",
    ],
    [
      "nothing, after one that was cut off",
      [release(4, { result: "started" })],
      { number: undefined },
      "problem",
      "none serves: release 4 is still running or was cut off",
    ],
    ["nothing, after pulumi destroy", [release(2)], { number: undefined }, "ok", "none serves"],
    ["no source", [release(1, { noSource: "git" })], { number: 1 }, "ok", "release 1 serves"],
  ] as const)
    it(`what serves: ${what}`, () => {
      const damaged = { number: 9, why: "it has 0 bytes" };
      const all = judgeReleases({ records: [...records], unreadable: [damaged] }, serving);
      assert.deepEqual([all[0]?.verdict, all[0]?.found], [verdict, found]);
      assert.match(all.at(-1)?.found ?? "", /record 9 cannot be read: it has 0 bytes/);
      assert.equal(all.length, what === "no source" ? 3 : 2);
    });

  it("what serves: a rollback that did not end is finished by a rollback", () => {
    const rollback = release(3, { rollbackTo: 1, result: "failed" });
    const remedy = (number: number) =>
      judgeReleases({ records: [release(2), rollback], unreadable: [] }, { number })[0]?.remedy ?? "";
    assert.match(remedy(3), /finish the rollback to release 1: npm run rollback$/);
    assert.match(remedy(2), /run npm run rollback -- --to 1, or .*--to 2$/);
    for (const number of [2, 3]) assert.doesNotMatch(remedy(number), /pulumi up/);
  });

  it("what serves: one that was cut off is cleaned up, and has no cause to fix", () => {
    const remedy = (result: string, number?: number) => {
      const last = release(4, { result, stack: "prod" });
      return judgeReleases({ records: [release(2), last], unreadable: [] }, { number })[0]?.remedy ?? "";
    };
    for (const number of [2, 4, undefined]) {
      assert.match(
        remedy("started", number),
        /^if it no longer runs: npm run unlock -- --stack prod, then run pulumi up/,
      );
      assert.match(
        remedy("failed", number),
        /^fix the cause \(npm run releases -- 4 shows it\), then run pulumi up/,
      );
    }
  });

  const gib = 1024 ** 2;
  for (const [total, free, verdict] of [
    [100, 50, "ok"],
    [100, 5, "warning"],
    [100, 1, "problem"],
  ] as const)
    it(`a disk of ${total} GiB with ${free} GiB free: ${verdict}`, () => {
      const [found] = judgeDisk(`overlay ${total * gib} 0 ${free * gib} 1% /`, "here", "delete something");
      assert.equal(found?.verdict, verdict);
    });

  for (const [found, verdict, state] of [
    ["shop-web runs, healthy", "ok", { health: "healthy" }],
    ["shop-web runs, restarted 7 times by the engine", "warning", { restarts: 7 }],
    ["shop-web is unhealthy", "problem", { health: "unhealthy" }],
    ["shop-web is exited with code 3", "problem", { status: "exited", exitCode: 3 }],
    [
      "shop-web is exited: it exceeded its memory limit",
      "problem",
      { status: "exited", exitCode: 137, outOfMemory: true },
    ],
  ] as const)
    it(`a container: ${found}`, () => {
      const judged = judgeContainer(container({ name: "shop-web", ...state }), []);
      assert.deepEqual([judged.verdict, judged.found], [verdict, found]);
    });

  it("a container that a failed release left stopped: a problem where nothing else of its service runs", () => {
    const named = (service: string, status: Container["status"], restartPolicy = "no") =>
      container({ name: `shop-${service}`, status, restartPolicy, labels: ours({ service }) });
    const stopped = named("worker", "exited");
    const judged = (...others: Container[]) => judgeContainer(stopped, [stopped, ...others]);
    assert.equal(judged(named("worker", "running", "always")).verdict, "warning");
    const alone = judged(named("web", "running", "always"), named("worker", "exited"));
    assert.equal(alone.verdict, "problem");
    assert.equal(
      alone.found,
      "shop-worker is stopped: it belongs to a release that failed, and no container of worker runs",
    );
  });

  it("a container that is not in the state: only a service is advised to be removed, by its id and with its own volumes", () => {
    const judged = (role: string) =>
      notInState(container({ name: "shop-web", id: "0123456789abcdef", labels: ours({ role }) }), "prod");
    assert.match(
      judged("service").remedy ?? "",
      /docker stop 0123456789ab && docker rm --volumes 0123456789ab$/,
    );
    for (const role of ["database", "edge"]) assert.doesNotMatch(judged(role).remedy ?? "", /docker rm/);
  });

  const backup = (takenAt: string, verifiedAt: string | null) =>
    ({ id: "1", takenAt, verifiedAt }) as unknown as Manifest;
  const backups = (manifests: Manifest[], limit = 26 * 3600) =>
    judgeBackups("pg", manifests, limit, "prod", now).map(({ verdict, found }) => `${verdict} ${found}`);

  it("backups: none, an old one, one that was never restored", () => {
    assert.deepEqual(backups([]), ["warning pg has none yet"]);
    assert.deepEqual(backups([backup("2026-11-20T12:00:00Z", "2026-11-20T13:00:00Z")]), [
      "problem pg: the last of 1 is 2 d 0 h old; the limit is 26 h 0 min",
      "ok pg: one was restored as a test",
    ]);
    assert.deepEqual(backups([backup("2026-11-22T02:00:00Z", null)]), [
      "ok pg: the last of 1 is 10 h 0 min old",
      "warning pg: none was ever restored as a test",
    ]);
  });

  it("backups: how old one may be is what its schedule has", () => {
    const verified = [backup("2026-11-22T10:30:00Z", "2026-11-22T10:31:00Z")];
    assert.match(backups(verified, 3600)[0] ?? "", /^problem pg: .* 1 h 30 min old; the limit is 1 h 0 min$/);
    assert.match(backups(verified, 7200)[0] ?? "", /^ok /);
    const schedule = (...environment: string[]) => container({ environment });
    assert.equal(limitOf([schedule("PATH=/bin", "MAX_AGE=7800")]), 7800);
    assert.equal(limitOf([]), undefined);
  });

  it("backups: those dated later than now are named, and do not make the last one young", () =>
    assert.deepEqual(
      backups([backup("2026-11-20T12:00:00Z", "2026-11-20T13:00:00Z"), backup("2027-01-01T00:00:00Z", null)]),
      [
        "warning pg: 1 backup is dated in the future and ignored: 1",
        "problem pg: the last of 2 is 2 d 0 h old; the limit is 26 h 0 min",
        "ok pg: one was restored as a test",
      ],
    ));

  it("backups: what a restore left that did not end, and an exchange that was interrupted", () => {
    const target = {
      service: "pg",
      stack: "prod",
      container: "c",
      product: products.postgresql,
      environment: {},
    } as unknown as Parameters<typeof judgeLeftovers>[0];
    const databases = [
      { name: "shop_restore_20260101_000000", bytes: 1024 },
      { name: "shop_before_20260101_000000", bytes: 1024 },
    ];
    assert.deepEqual(
      judgeLeftovers(target, { databases, interrupted: "shop a b" }).map(
        ({ verdict, found }) => `${verdict} ${found}`,
      ),
      [
        "problem pg: an exchange was interrupted (shop a b): views, routines or triggers may be missing",
        "warning pg: shop_restore_20260101_000000, 1.0 KiB, belongs to a restore that is running or did not finish",
      ],
    );
    assert.deepEqual(judgeLeftovers(target, { databases: [] }), []);
  });

  it("ports: all that a stack file names, by key", () =>
    assert.deepEqual(
      portsOf({ edge: { port: 80, tls: { port: 443 } }, database: { localPort: 5432, memory: 512 } }),
      [
        ["edge.port", 80],
        ["edge.tls.port", 443],
        ["database.localPort", 5432],
      ],
    ));
});

describe("doctor: what it prints", () => {
  const all = [
    findings("engine").ok("Docker 20.10"),
    findings("lock").problem("held by ann", "npm run unlock -- --stack prod"),
    findings("backups").warning("none", "npm run backup"),
  ];

  it("is one table, with a remedy below what is not well", () =>
    assert.equal(
      render(all, "prod of shop"),
      [
        "VERDICT  CHECK    FOUND",
        "ok       engine   Docker 20.10",
        "PROBLEM  lock     held by ann",
        "         fix: npm run unlock -- --stack prod",
        "WARNING  backups  none",
        "         fix: npm run backup",
        "Stack prod of shop: 1 problem, 1 warning.",
      ].join("\n"),
    ));

  it("keeps every finding beside its remedy where one has several lines", () =>
    assert.equal(
      render(
        [
          findings("migrations").problem("one failed: ERROR\nLINE 1: x\n        ^", "fix the file"),
          findings("releases").problem("none serves", "run this\nthen that"),
        ],
        "prod of shop",
      ),
      [
        "VERDICT  CHECK       FOUND",
        "PROBLEM  migrations  one failed: ERROR",
        "                     LINE 1: x",
        "                             ^",
        "         fix: fix the file",
        "PROBLEM  releases    none serves",
        "         fix: run this",
        "              then that",
        "Stack prod of shop: 2 problems, 0 warnings.",
      ].join("\n"),
    ));

  it("is as bad as the worst of all", () => {
    assert.equal(worst(all), "problem");
    assert.equal(worst(all.slice(0, 1)), "ok");
  });
});
