import assert from "node:assert/strict";
import { curlConfig, outcomeOf } from "../../../components/verification/http";
import { afterwards, failures } from "../../../components/verification/report";
import { tableFailure } from "../../../components/verification/tables";
import type { HttpCheck } from "../../../components/verification/checks";

const where = { container: "shop-nginx", docker: "docker" };
const answer = (body: string, head = "HTTP/1.1 200 OK\r\nContent-Type: application/json") => ({
  code: 0,
  output: `${head}\r\n\r\n${body}\n0.250`,
});
const failed = (check: Partial<HttpCheck>, ran = answer('{"status":"ok","items":[{"n":1}],"none":null}')) => {
  const { failure } = outcomeOf({ path: "/x", ...check }, ran, where);
  return failure && [failure.expected, failure.found];
};

describe("components: what an HTTP check finds", () => {
  for (const [what, check] of [
    ["a status in the two hundreds", {}],
    [
      "values by their paths, lists with their length",
      { json: { status: "ok", "items.length": 1, "items.0.n": 1 } },
    ],
    ["null", { json: { none: null } }],
    ["a part of a header, whatever its case", { header: { "content-TYPE": "json" } }],
    ["a text", { contains: '"ok"' }],
    ["a time", { within: 250 }],
  ] as [string, Partial<HttpCheck>][])
    it(`passes: ${what}`, () => assert.equal(failed(check), undefined));

  for (const [what, check, expected, found] of [
    ["another status", { status: 201 }, "status 201", "status 200"],
    ["a value", { json: { status: "good" } }, 'status = "good"', 'status = "ok"'],
    ["a value that is not there", { json: { "a.b": 1 } }, "a.b = 1", "a.b = nothing"],
    ["a number that is a text", { json: { "items.0.n": "1" } }, 'items.0.n = "1"', "items.0.n = 1"],
    ["a header", { header: { "X-A": "b" } }, "header X-A: b", "no header X-A"],
    ["a time", { within: 249 }, "within 249 ms", "after 250 ms"],
    [
      "two at once",
      { status: 404, contains: "nowhere" },
      'status 404; a body with "nowhere"',
      "status 200; a body without it",
    ],
  ] as [string, Partial<HttpCheck>, string, string][])
    it(`fails: ${what}`, () => assert.deepEqual(failed(check), [expected, found]));

  it("takes the answer after 100 Continue, and a body with empty lines", () =>
    assert.equal(
      failed({ contains: "two" }, answer("one\r\n\r\ntwo", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK")),
      undefined,
    ));

  it("says what curl said when there was no answer, and when there is no curl", () => {
    const refused = outcomeOf({ path: "/x" }, { code: 7, output: "curl: (7) Failed to connect" }, where);
    assert.equal(refused.failure?.found, "curl: (7) Failed to connect");
    const missing = outcomeOf({ path: "/x" }, { code: 127, output: "sh: 1: curl: not found" }, where);
    assert.match(missing.failure?.fix ?? "", /needs curl/);
  });

  it("names the stack's engine in what to do", () => {
    const docker = "DOCKER_HOST=ssh://deploy@10.0.0.5 docker";
    const { failure } = outcomeOf({ path: "/x" }, { code: 7, output: "curl: (7)" }, { ...where, docker });
    assert.equal(failure?.fix, "DOCKER_HOST=ssh://deploy@10.0.0.5 docker logs shop-nginx");
  });

  it("shows the body only where that is what differs", () => {
    const lines = (check: Partial<HttpCheck>) =>
      outcomeOf({ path: "/x", ...check }, answer("ok"), where).failure?.lines;
    assert.deepEqual(lines({ status: 201, within: 1 }), ["ok"]);
    assert.equal(lines({ within: 1 }), undefined);
  });

  it("hands quotes and line ends to curl as they are", () => {
    const edge = { container: "n", scheme: "https", port: 8443, host: "shop.example", checks: [] } as const;
    const text = curlConfig(
      { ...edge, checks: [] },
      { path: "/x", body: { a: 'q"\\' }, headers: { A: "b\nc" } },
    );
    assert.match(text, /^url = "https:\/\/shop\.example:8443\/x"$/m);
    assert.match(text, /^connect-to = "::127\.0\.0\.1:8443"$/m);
    assert.ok(text.includes(String.raw`data-raw = "{\"a\":\"q\\\"\\\\\"}"`), text);
    assert.ok(text.includes(String.raw`header = "A: b\nc"`));
  });
});

describe("components: what a table check finds", () => {
  const live = {
    columns: { version: { type: "int(11)", nullable: false, default: "0" } },
    indexes: ["PRIMARY"],
    rows: 1,
  };

  it("nothing wrong, and no width of an integer", () =>
    assert.equal(
      tableFailure(
        { table: "o", columns: { version: { type: "INT", nullable: false, default: "0" } }, rows: 1 },
        live,
        "d",
      ),
      undefined,
    ));

  it("all that is wrong at once", () => {
    const columns = { version: { type: "bigint", nullable: true, default: null }, note: {} };
    const failure = tableFailure({ table: "o", columns, indexes: ["by_time"], rows: 2 }, live, "d");
    assert.equal(
      failure?.expected,
      "column version of type bigint; column version nullable; column version with default none; column note; index by_time; at least 2 rows",
    );
    assert.equal(failure.found, "type int(11); NOT NULL; default 0; no column note; no index by_time; 1 row");
  });

  it("a table that is gone", () =>
    assert.match(tableFailure({ table: "o" }, undefined, "d")?.found ?? "", /no such table in database d/));
});

describe("components: what failed, in words", () => {
  it("is expected, found, lines and where to look, then how many passed", () => {
    const failure = { expected: "3", found: "2", fix: "look there", lines: ["a line"] };
    assert.equal(
      failures([
        { group: "http", check: "GET /", seconds: 0 },
        { group: "shop", check: "sum", seconds: 0, failure },
      ]),
      [
        "The system does not run as it should:",
        "  shop: sum: expected 3, found 2",
        "    | a line",
        "    fix: look there",
        "Verification: 1 of 2 checks passed, 1 failed.",
      ].join("\n"),
    );
  });
});

describe("components: what serves after a verification that failed", () => {
  for (const [what, release, expected] of [
    [
      "an update that switched nothing",
      { served: false },
      /^This update switched no requests\.\n {2}fix: [^\n]*$/,
    ],
    [
      "a release",
      { served: true, number: 7 },
      /^Release 7 serves despite these failures\.\n.*npm run rollback$/,
    ],
    [
      "one without a record",
      { served: true },
      /^The new release serves .* could not be recorded: npm run rollback/,
    ],
    ["without records", undefined, /^ {2}fix: correct the failures above/],
  ] as const)
    it(what, () => assert.match(afterwards(release).join("\n"), expected));
});
