import assert from "node:assert/strict";
import {
  errorsOf,
  outputsIn,
  type EnginePreview,
  type EngineStep,
} from "../../../../operations/preview/engine";
import { Runbook } from "../../../../operations/preview/shape";
import { bookOf, recorded } from "./recorded";

/** Entries as `section what: says [because …]`. */
function told(preview: EnginePreview): string[] {
  return bookOf(preview).entries.map(
    ({ section, what, says, because }) =>
      `${section} ${what}: ${says.split(/[:;,]/)[0]} [${because.join(", ")}]`,
  );
}

const none = "backup backup: not taken []";

describe("preview as a runbook", () => {
  it("nothing to do", () => {
    const book = bookOf(recorded("nothing"));
    assert.deepEqual([book.verdict, book.exitCode, book.entries], ["nothing", 0, []]);
    assert.equal(book.summary, "Nothing to do: the stack matches the program.");
  });

  it("a new version: image, seed, service, switch, in the order of the release, and why", () => {
    assert.deepEqual(told(recorded("version")), [
      "images backend-image: proxy-system/backend [VERSION 1.0.0 → 1.0.1]",
      none,
      "tasks permissions: runs again [an image of the release is new]",
      "services backend: 1 container replaced [image proxy-system/backend:1.0.0-37a2e4e41e4d → 1.0.1-ee841c8dce59]",
      "nginx nginx: requests are switched to the new containers of backend []",
    ]);
    assert.equal(bookOf(recorded("version")).verdict, "safe");
  });

  it("an edited source is reported as such, without the noise that the engine adds", () => {
    assert.equal(
      told(recorded("source"))[0],
      "images web-image: proxy-system/web [the source in apps/web changed]",
    );
  });

  it("a plain setting with its value, a limit with both", () => {
    assert.match(
      told(recorded("setting")).join("\n"),
      /\[setting LOG_LEVEL is new: debug, memory 512 MiB → 600 MiB\]/,
    );
  });

  it("a secret setting by its name, without value or fingerprint", () => {
    assert.match(told(recorded("secret")).join("\n"), /\[secret setting PAYMENT_API_KEY is new\]/);
    assert.doesNotMatch(JSON.stringify(bookOf(recorded("secret"))), /fea5cd54d69720c6|874306ad3c0e9364/);
  });

  it("a migration with what it may lose and whom it blocks, after a backup", () => {
    const book = bookOf(recorded("sql"));
    assert.deepEqual(
      [book.verdict, book.exitCode, book.backup, book.migrations, book.services],
      ["may lose data", 4, true, ["weg.sql"], []],
    );
    const file = book.entries.find(({ what }) => what === "weg.sql");
    assert.deepEqual(file?.loses, ["line 1: DROP TABLE zhifu_tuikuan loses its data"]);
    assert.match(file?.interrupts.join() ?? "", /^line 2: CREATE INDEX .* blocks writes/);
    assert.match(book.summary, /^May lose data: weg\.sql: .* Also interrupts: weg\.sql: line 2/);
  });

  it("a port of Nginx and a setting of the database interrupt; a route, replicas and a removed service do not", () => {
    const verdicts = ["edge", "database", "route", "replicas", "removed"].map(
      (name) => bookOf(recorded(name)).verdict,
    );
    assert.deepEqual(verdicts, ["interrupts", "interrupts", "safe", "safe", "safe"]);
    assert.match(
      told(recorded("edge")).join("\n"),
      /nginx: the container with its ports is replaced \[port 127\.0\.0\.1:\d+ → /,
    );
    assert.match(bookOf(recorded("edge")).summary, /^Interrupts: nginx: nothing answers for about 2 seconds/);
    assert.match(told(recorded("database")).join("\n"), /\[server setting work_mem=8MB is new\]/);
    assert.match(told(recorded("route")).join("\n"), /\[path \/extra\/ is new, new: set \$upstream web;/);
    assert.match(told(recorded("replicas")).join("\n"), /services web: 1 more container \[\]/);
    assert.deepEqual(told(recorded("removed")).at(-1), "removed mobile: removed entirely []");
  });

  it("another volume under the database loses sight of the data, although it stays on the host", () => {
    const book = bookOf(recorded("volume"));
    assert.equal(book.exitCode, 4);
    assert.match(book.summary, /database no longer has its data/);
    assert.match(told(recorded("volume")).join("\n"), /database-backups: no longer protected/);
  });

  it("a volume that is not kept loses its data", () => {
    const { steps } = recorded("volume");
    for (const { oldState } of steps ?? []) if (oldState) oldState.retainOnDelete = false;
    assert.match(
      bookOf({ steps }).summary,
      /^May lose data: database-data: all data on volume proxy-system-prod-database/,
    );
  });

  it("maintenance that begins interrupts; one that ends does not", () => {
    const { steps } = recorded("route");
    const site = steps?.find(({ urn }) => urn.endsWith("nginx-switch"));
    if (!site?.newState || !site.oldState) throw new Error("no switch was recorded");
    const open = site.oldState.inputs["stdin"] as string;
    const closed = `${open}\nif ($in_maintenance) {\n  return 503;\n}\n`;
    site.newState.inputs["stdin"] = closed;
    assert.match(bookOf({ steps }).summary, /^Interrupts: nginx: maintenance begins/);
    site.oldState.inputs["stdin"] = closed;
    site.newState.inputs["stdin"] = open;
    assert.equal(bookOf({ steps }).verdict, "safe");
  });

  it("a service that is replaced instead interrupts, for the time that it has to end and to start", () => {
    const { steps } = recorded("version");
    const state = steps?.find(({ urn }) => urn.endsWith("::backend"))?.newState;
    (state?.inputs["labels"] as unknown[]).push({
      label: "io.pulumi-web-systems.life-cycle",
      value: "instead",
    });
    const { verdict, summary, entries } = bookOf({ steps });
    assert.equal(verdict, "interrupts");
    assert.match(
      summary,
      /backend is stopped before the new one starts: at most 90 s without it \(30 s to end, 60 s to become healthy\)/,
    );
    const { says } = entries.find(({ what }) => what === "backend") ?? {};
    assert.equal(says, "1 container replaced: the old one is stopped before the new one starts");
  });

  it("a first release: everything is new, a backup is taken, nothing is interrupted", () => {
    const book = bookOf(recorded("cold"));
    assert.deepEqual([book.verdict, book.migrations.length, book.backup], ["safe", 9, true]);
    assert.deepEqual(book.services, ["backend", "mobile", "web"]);
  });

  it("what is refused comes in its own words; what is protected with the way to go on", () => {
    assert.match(
      errorsOf(recorded("mistake")).join("\n"),
      /^Pulumi\.prod\.yaml has 2 mistakes; nothing was changed\./,
    );
    const [message, fix, ...more] = errorsOf(recorded("protected"));
    assert.match(message ?? "", /currently marked for protection/);
    assert.match(fix ?? "", /set database\.protect to false/);
    assert.deepEqual(more, []);
  });

  it("has the shape that is documented, in every case", () => {
    for (const name of ["nothing", "version", "sql", "edge", "database", "volume", "cold", "removed"])
      assert.deepEqual(Runbook.parse(bookOf(recorded(name))), bookOf(recorded(name)));
  });
});

describe("preview of what the table does not know", () => {
  const urn = "urn:pulumi:prod::proxy-system::web-systems:index:Probe$aws:s3/bucket:Bucket::pictures";
  const parent = "urn:pulumi:prod::proxy-system::web-systems:index:Probe::probe";
  const state = (region: string) => ({
    ...{ type: "aws:s3/bucket:Bucket", parent, inputs: { region }, protect: false, retainOnDelete: false },
  });
  const step = (op: string): EngineStep => ({ op, urn, oldState: state("a"), newState: state("b") });

  it("is reported by type and name, never left out", () => {
    assert.deepEqual(told({ steps: [step("update")] }).at(-1), "other pictures: aws [region a → b]");
    assert.equal(bookOf({ steps: [step("update")] }).verdict, "safe");
  });

  it("counts as an interruption when it is replaced, because its effect is not known", () => {
    assert.equal(bookOf({ steps: [step("replace")] }).verdict, "interrupts");
  });

  it("a container with a fixed name stops before its successor starts; one without does not", () => {
    const container = (__defaults: string[]): EngineStep => ({
      op: "replace",
      urn: "urn:pulumi:prod::proxy-system::docker:index/container:Container::redis",
      oldState: {
        ...state(""),
        type: "docker:index/container:Container",
        parent: undefined,
        inputs: { image: "sha256:1" },
      },
      newState: {
        ...state(""),
        type: "docker:index/container:Container",
        parent: undefined,
        inputs: { __defaults, image: "sha256:2" },
      },
    });
    assert.equal(bookOf({ steps: [container([])] }).verdict, "interrupts");
    assert.equal(bookOf({ steps: [container(["name"])] }).verdict, "safe");
  });

  it("a database that lacks what the state says was applied is refused, as the update would be", () => {
    const { outputs } = recorded("sql");
    assert.throws(
      () => bookOf({ steps: [], outputs }),
      /no longer has weg\.sql, which this stack applied: .*npm run migrate -- apply --stack \w+$/s,
    );
  });

  it("a ledger that could not be read: files by the state, and that is said", () => {
    const { steps, outputs = {} } = recorded("sql");
    // A user's own output of that name is none of ours.
    outputs["urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod"] = {
      outlook: "https://outlook.example.com",
    };
    const outlook = Object.values(outputs)[0]?.["outlook"] as Record<string, unknown>;
    outlook["ledger"] = { kind: "unread", refused: [] };
    const book = bookOf({ steps, outputs });
    assert.deepEqual([book.migrations, book.backup], [["weg.sql"], true]);
    assert.match(JSON.stringify(book.entries), /as far as the state knows/);
    assert.match(book.summary, /^May lose data: .*cannot be judged while the ledger cannot be read/);
    assert.deepEqual(bookOf({ steps }).migrations, []);
  });

  it("warnings of a migration appear with its file, others as they are", () => {
    const preview = recorded("sql");
    preview.diagnostics?.push({ severity: "warning", message: "warning: mind this\n" });
    assert.deepEqual(bookOf(preview).warnings, ["mind this"]);
  });

  it("why a seed runs again is known by the migration's own head", () =>
    assert.match(told(recorded("sql")).join("\n"), /tasks permissions: runs again \[a migration is new/));

  it("files with commas in their names stay whole", () => {
    const { steps, outputs = {} } = recorded("sql");
    const outlook = Object.values(outputs)[0]?.["outlook"] as Record<string, unknown>;
    outlook["ledger"] = { kind: "read", pending: [{ name: "1, 2.sql", risks: [] }] };
    assert.deepEqual(bookOf({ steps, outputs }).migrations, ["1, 2.sql"]);
  });

  it("outputs of components come from the log of events, the last of each", () => {
    const event = (urn: string, outputs: object) => ({
      sequence: 1,
      resOutputsEvent: { metadata: { op: "same", urn, new: { outputs } } },
    });
    const events = [{ cancelEvent: {} }, event("a", {}), event("a", { b: 1 }), event("c", {})];
    const text = `${events.map((each) => JSON.stringify(each)).join("\n")}\n`;
    assert.deepEqual(outputsIn(text), { a: { b: 1 }, c: {} });
  });
});
