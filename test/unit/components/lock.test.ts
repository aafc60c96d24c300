import assert from "node:assert/strict";
import { describeLock, lockLabels, lockName, parseLock, remedyFor } from "../../../components/lock/lock";
import { isAlive, ownerOf, parseStat, updateOwner, type Owner } from "../../../components/engine/owner";

const here = { boot: "b1", place: "p1" };
const owner: Owner = { who: "ann@host1", pid: 4711, started: "99", ...here };
const lock = { owner, command: "npm run restore", since: "2026-11-22T08:00:00Z" };
const stack = { system: "shop", stack: "prod" };
const running =
  (started: string, state = "S") =>
  () => ({ command: "node", state, parent: 1, started });

describe("lock of a stack: whose it is", () => {
  it("is read from its labels as it was written, by this stack only", () => {
    const labels = lockLabels(stack, lock);
    assert.deepEqual(parseLock(stack, "id1", labels), { id: "id1", ...lock });
    assert.equal(parseLock({ system: "shop", stack: "other" }, "id1", labels), undefined);
    assert.equal(parseLock({ system: "shop-prod", stack: "" }, "id1", labels), undefined);
    assert.equal(parseLock(stack, "id1", {}), undefined);
    assert.equal(lockName(stack), "shop-prod-lock");
  });

  it("is shown as one line that a terminal does not obey, whoever wrote its labels", () => {
    const who = "ann\u001b]0;x\u0007\u001b[2J\nfix: rm -rf /@host";
    const labels = lockLabels(stack, { ...lock, owner: { ...owner, who } });
    assert.equal(parseLock(stack, "id1", labels)?.owner.who, "ann fix: rm -rf /@host");
  });

  it("knows an owner that runs from one that is gone, also when its number is another process's by now", () => {
    assert.equal(isAlive(owner, here, running("99")), true);
    assert.equal(isAlive(owner, here, running("100")), false);
    assert.equal(isAlive(owner, here, running("99", "Z")), false);
    assert.equal(
      isAlive(owner, here, () => undefined),
      false,
    );
    assert.equal(isAlive(owner, { ...here, boot: "b2" }, running("99")), false);
  });

  it("claims nothing about an owner on another machine", () => {
    assert.equal(
      isAlive(owner, { boot: "b1", place: "p2" }, () => undefined),
      undefined,
    );
  });

  it("finds this process, which runs; the update's owner is this process where no Pulumi CLI is above it", () => {
    assert.equal(isAlive(ownerOf(process.pid)), true);
    assert.equal(isAlive({ ...ownerOf(process.pid), started: "1" }), false);
    assert.ok(updateOwner().pid > 1);
  });

  it("reads a process whose name has spaces and brackets", () => {
    const rest = Array.from({ length: 30 }, (_, at) => `${at + 4}`).join(" ");
    assert.deepEqual(parseStat(`12 (a (b) c) S 7 ${rest.split(" ").slice(1).join(" ")}`), {
      command: "a (b) c",
      state: "S",
      parent: 7,
      started: "22",
    });
    assert.equal(parseStat(""), undefined);
  });

  it("says who, what and since when, and advises to release it only when its owner is gone", () => {
    const whole = { id: "1", ...lock };
    assert.equal(
      describeLock(whole, true),
      "npm run restore of ann@host1, process 4711, still running, since 2026-11-22T08:00:00Z",
    );
    assert.equal(remedyFor(whole, "prod", false), "npm run unlock -- --stack prod");
    assert.equal(
      remedyFor({ ...whole, command: "npm run import" }, "prod", true),
      "wait until it ends, or ask ann@host1",
    );
    assert.equal(
      remedyFor(whole, "prod", true),
      "wait until it ends, or ask ann@host1 (the command may be waiting for a confirmation)",
    );
    assert.equal(
      remedyFor({ ...whole, command: "pulumi up" }, "prod", true),
      "wait until it ends, or ask ann@host1; kill -INT 4711 lets it finish its step and end",
    );
    assert.match(
      remedyFor(whole, "prod", undefined),
      /Only if it does not: npm run unlock .* --owner-is-gone$/,
    );
  });
});
