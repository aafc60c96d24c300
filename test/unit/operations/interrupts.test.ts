import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { root } from "../../support/program";

/** As a rollback runs `pulumi up`: the program of the test takes the place of Pulumi, and says when it was asked and when it ended. */
const program = `
  const { Interrupts } = require("./operations/kernel/interrupts");
  const { run } = require("./operations/kernel/run");
  const { releaseAtExit } = require("./components/lock/while-it-runs");
  const interrupts = new Interrupts();
  releaseAtExit({ environment: { PATH: "" }, system: "shop", stack: "test" }, "none");
  process.on("exit", () => console.log("lock released"));
  const pulumi = 'trap "asked=1; echo asked; sleep 1" INT; echo runs; until [ "$asked" ]; do sleep 0.1; done; echo ended; exit 3';
  run("sh", ["-c", pulumi], { ...interrupts.options, stdio: "inherit", reject: false }).then(({ exitCode }) => {
    interrupts.release();
    console.log("code " + exitCode);
  });`;

describe("interrupts of a command that runs an update", function () {
  this.timeout(30_000);
  for (const signals of [["SIGTERM"], ["SIGHUP"], ["SIGINT"], ["SIGINT", "SIGINT"]] as const)
    it(`${signals.join(", then ")}: the update is asked once, and has ended before the lock is released`, async () => {
      const child = spawn(process.execPath, ["--require", "tsx/cjs", "--eval", program], { cwd: root });
      let said = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
      const ended = once(child, "exit");
      while (!said.includes("runs")) await once(child.stdout, "data");
      for (const signal of signals) child.kill(signal);
      await ended;
      assert.equal(said, "runs\nasked\nended\ncode 3\nlock released\n");
    });
});
