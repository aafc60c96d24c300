import { readFileSync } from "node:fs";
import { join } from "node:path";
import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { say } from "../../messages/say";
import type { ImageAsker } from "../engine/registries";
import { UserError } from "../engine/user-error";
import { answerSeconds, pinsOf, type Answers, type Pinned, type Pins, type Question } from "./answers";
import { fullName, hasDigest, mirrored, nameMistake, parseName } from "./name";

/** Arguments of {@link pinImages}. */
export interface PinArgs extends ImageAsker {
  /** Names of images, as in `postgres:17`; one with a digest is taken as it is. */
  names: readonly string[];
}

/**
 * Asks the host and the registries what some images are now, in previews too and without changing anything. All are asked at once;
 * a registry has 10 s.
 */
export async function pinImages(args: PinArgs): Promise<Pins> {
  const mistakes = args.names.flatMap((name) => nameMistake(name) ?? []);
  const questions = args.names.filter((name) => !nameMistake(name)).map((name) => question(name, args));
  const pinned = Object.fromEntries(
    questions
      .filter(({ name, ask }) => !ask && hasDigest(name))
      .map(({ name, written, keptAs }) => [written, { name, content: name.split("@")[1] ?? "", keptAs }]),
  );
  const open = questions.filter(({ written }) => !(written in pinned));
  const rest =
    open.length > 0 ? pinsOf(open, await ask(open, args)) : { pins: {}, problems: [], warnings: [] };
  const problems = [...mistakes, ...rest.problems];
  return { pins: { ...pinned, ...rest.pins }, problems, warnings: rest.warnings };
}

/**
 * The same for one image, for a component that is used alone.
 *
 * @throws UserError when it cannot be had
 */
export async function pinImage(name: string, args: ImageAsker): Promise<Pinned> {
  const { pins, problems, warnings } = await pinImages({ ...args, names: [name] });
  for (const warning of warnings) await pulumi.log.warn(warning);
  const pin = pins[name];
  if (pin) return pin;
  throw new UserError(problems.length > 0 ? problems : say().image.engineSilent(name));
}

/** What is asked about an image, and where. */
export function question(written: string, args: Pick<PinArgs, "registry" | "accounts" | "prefix">): Question {
  const { registry = "docker.io/library", accounts = {}, prefix } = args;
  const name = mirrored(written, registry, Object.keys(accounts));
  const { host, path, version } = parseName(name);
  const user = accounts[host]?.user;
  return {
    written,
    name,
    ask: registry !== "local" && host !== "local" && !hasDigest(name),
    keptAs: keptAs(prefix, { host, path, version: version.replace(/@.*$/, "") || ":pinned" }),
    ...(user !== undefined && { user }),
  };
}

/** A name of the stack's own: another stack on the host may have resolved the same tag to something else. */
function keptAs(prefix: string, name: ReturnType<typeof parseName>): string {
  const owner = prefix.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return `${owner.replace(/^-|-$/g, "")}/${fullName(name).replace(/:(\d+\/)/, "-$1")}`;
}

async function ask(questions: Question[], args: PinArgs): Promise<Answers> {
  const passwords = await plain(
    Object.fromEntries(Object.entries(args.accounts ?? {}).map(([host, { password }]) => [host, password])),
  );
  const registry = questions
    .filter((each) => each.ask)
    .map(({ name, user }) => {
      const { host } = parseName(name);
      const account = { username: user, password: passwords[host], serveraddress: host };
      return { name, ...(user !== undefined && { account }) };
    });
  const here = [...new Set(questions.flatMap(({ name, keptAs: kept }) => [name, kept]))];
  const result = local.runOutput({
    interpreter: [process.execPath, "-e"],
    command: "eval(process.env.SCRIPT)",
    environment: { ...args.environment, SCRIPT: readFileSync(join(__dirname, "ask.cjs"), "utf8") },
    // A secret, so that the engine encrypts it wherever it would write it down.
    stdin: pulumi.secret(JSON.stringify({ registry, here, seconds: answerSeconds })),
    // The answer is for the program.
    logging: local.Logging.None,
  });
  return JSON.parse((await plain({ text: pulumi.unsecret(result.stdout) })).text) as Answers;
}

/** What outputs are, for a function that runs before any resource is made. */
function plain<T extends string>(values: Record<T, pulumi.Input<string>>): Promise<Record<T, string>> {
  return new Promise((done) => {
    pulumi
      .output(values as Record<string, pulumi.Input<string>>)
      .apply((all) => done(all as Record<T, string>));
  });
}
