import assert from "node:assert/strict";
import { commands, runCommand, type Command } from "../../../operations/commands";
import { projectRoot } from "../../../operations/kernel/paths";
import { run } from "../../../operations/kernel/run";
import { asksForHelp } from "../../../operations/usage";
import { npmCall, ownCommands } from "../../../toolchain/commands";
import manifest from "../../../package.json";

/** What a command prints. */
async function printed(work: () => Promise<void>): Promise<string> {
  const lines: unknown[] = [];
  const { log } = console;
  console.log = (line: unknown) => void lines.push(line);
  try {
    await work();
  } finally {
    console.log = log;
  }
  return lines.join("\n");
}

const every = Object.entries({ ...commands, ...ownCommands });
const never: Command["run"] = () => Promise.reject(new Error("it ran"));
const optionsIn = (text: string) => [...new Set(text.match(/--[a-z]+(-[a-z]+)*/g) ?? [])].sort();

describe("commands: --help", () => {
  it("every npm script that the toolchain starts is in the table", () => {
    const started = Object.entries(manifest.scripts).filter(([, script]) => script.includes("bootstrap.mjs"));
    assert.deepEqual(started.map(([name]) => name).sort(), every.map(([name]) => name).sort());
  });

  for (const [name, command] of every) {
    it(`${name}: prints what it does, its usage, its options and an example, and does nothing else`, async () => {
      for (const args of [["--help"], ["-h"], ["--stack", "no-such-stack", "--help"]]) {
        const call = npmCall(name);
        const text = await printed(() => runCommand(call, { ...command, run: never }, args));
        assert.ok(text.startsWith(`${command.about}\n\nusage: ${call.replace(/ --$/, "")}`), text);
        assert.match(text, new RegExp(`^example: ${call.replace(/ --$/, "")}`, "m"));
        for (const [option, does] of Object.entries(command.usage.options))
          assert.ok(text.includes(`  ${option}`) && text.includes(does), option);
      }
    });

    it(`${name}: every option of its usage is explained`, () => {
      const { forms, options, example } = command.usage;
      const explained = optionsIn(Object.keys(options).join(" "));
      for (const option of optionsIn([...forms, example].join(" ")))
        assert.ok(explained.includes(option), option);
    });
  }

  it("an option that a command does not have is refused by name, with the usage, before anything is looked at", async () => {
    // Neither a Pulumi nor a Docker is there.
    const env = { PATH: "", DOCKER_HOST: "unix:///nowhere" };
    const program = ["--import", "tsx", "test/support/refusals.ts", "--no-such-option"];
    const { stdout } = await run(process.execPath, program, { cwd: projectRoot, env, extendEnv: false });
    const said = JSON.parse(stdout) as Record<string, string>;
    assert.deepEqual(
      Object.keys(said),
      every.map(([name]) => name).filter((name) => name !== "test"),
    );
    for (const [name, message] of Object.entries(said)) {
      assert.match(message, /^UserError: .*--no-such-option/, name);
      assert.ok(message.includes(`usage: ${npmCall(name).replace(/ --$/, "")}`), message);
    }
  });

  it("is not asked for by what is not the command's", () => {
    assert.equal(asksForHelp(["--", "--help"]), false);
    assert.equal(asksForHelp(["helper"]), false);
  });
});
