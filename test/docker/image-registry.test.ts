import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../operations/kernel/run";
import { PrivateRegistry } from "../support/private-registry";
import { TestProject } from "../support/project";
import { silentRegistry } from "../support/registry";

const program = `
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { Host, Image, preflight } from "pulumi-web-systems";
import { imageSources, registriesSchema } from "./config/images";
import { readConfig } from "./config/read";
import { Registry } from "./config/values";

export = async () => {
  const named = { system: "proxy-system", stack: pulumi.getStack() };
  const config = readConfig(
    z.strictObject({ registry: Registry, registries: registriesSchema("proxy-system:registries"), image: z.string() }),
    named,
  );
  const sources = imageSources(config);
  const on = { ...named, endpoint: "unix:///var/run/docker.sock" };
  const names = [config.image];
  const pinned = await preflight({ ...on, ports: {}, migrations: [], images: { ...sources, names } });
  const host = new Host("host", { ...on, ...sources });
  const base = new Image("base", { host, name: pinned[config.image]! });
  const app = new Image("app", {
    host,
    name: "pws-test-" + on.stack + "/app:1",
    build: { context: "app", bases: { BASE_IMAGE: base } },
  });
  return { base: base.id, app: app.id };
};
`;

/** A real registry with passwords, as the mirror of all images. The tests follow one another. */
describe("docker: images from a private registry, which is the mirror of all", function () {
  this.timeout(120_000);
  let registry: PrivateRegistry;
  let project: TestProject;
  let digest: string;
  const image = "ghcr.io/shop/base:1";

  before(async () => {
    registry = await PrivateRegistry.start();
    digest = await registry.push("ghcr.io/shop/base:1", "one");
    project = await TestProject.create({ registry: `${registry.address}/library`, image }, program);
    mkdirSync(join(project.folder, "app"));
    const dockerfile = `ARG BASE_IMAGE=${image}\nFROM \${BASE_IMAGE}\nCOPY app /app\n`;
    writeFileSync(join(project.folder, "app/Dockerfile"), dockerfile);
    writeFileSync(join(project.folder, "app/app"), "app");
  });
  after(async () => {
    await project?.remove();
    const { stdout } = await run("docker", ["image", "ls", "--format", "{{.Repository}}:{{.Tag}}"]);
    const ours = stdout.split("\n").filter((name) => name.includes(project.stack));
    if (ours.length > 0) await run("docker", ["image", "rm", "--force", ...ours]);
    await registry?.stop();
  });

  const setPassword = (password: string) =>
    run(
      "pulumi",
      [
        ...["config", "set", "--secret", "--stack", project.stack],
        ...["--path", `proxy-system:registries["${registry.address}"].secrets.PASSWORD`],
      ],
      { cwd: project.folder, env: project.env, input: password },
    );
  const set = async (key: string, value: string) => {
    const path = `proxy-system:${key}`;
    const { exitCode, stderr } = await project.cli(
      ...["config", "set", "--stack", project.stack, "--path", path, value],
    );
    assert.equal(exitCode, 0, stderr);
  };
  const exported = async (...args: string[]) =>
    (await project.cli("stack", "export", "--stack", project.stack, ...args)).stdout;
  const output = async (name: string) =>
    (await project.cli("stack", "output", name, "--stack", project.stack)).stdout;
  /** The name by which a resource asked the engine for its image. */
  const nameOf = async (resource: string) => {
    const { deployment } = JSON.parse(await exported()) as {
      deployment: { resources: { urn: string; type: string; inputs: { name: string } }[] };
    };
    return deployment.resources.find(
      ({ urn, type }) => type.includes("RemoteImage") && urn.endsWith(`::${resource}`),
    )?.inputs.name;
  };

  async function succeeds(): Promise<string> {
    const { exitCode, stdout, stderr } = await project.up();
    assert.equal(exitCode, 0, stdout + stderr);
    return stdout + stderr;
  }

  /** Refused, with one problem and nothing changed. */
  async function refused(problem: RegExp, command: "up" | "preview" = "up"): Promise<void> {
    // What is encrypted is another text each time that it is written.
    const before = await exported("--show-secrets");
    const { exitCode, stdout, stderr } = await project[command]();
    const text = stdout + stderr;
    assert.notEqual(exitCode, 0, text);
    assert.match(text, problem);
    assert.match(text, /nothing was changed/);
    assert.equal(text.match(/fix: /g)?.length, 1, text);
    assert.doesNotMatch(text, /^\s+at .*:\d+:\d+/m, "a stack trace");
    assert.ok(!text.includes(registry.password), "the password is shown");
    const resources = (state: string) =>
      (JSON.parse(state) as { deployment: { resources?: { type: string }[] } }).deployment.resources?.filter(
        ({ type }) => !type.startsWith("pulumi:"),
      ) ?? [];
    assert.deepEqual(resources(await exported("--show-secrets")), resources(before));
  }

  it("without an account: refused, with how to name one", async () => {
    await refused(
      new RegExp(
        `The registry ${registry.address} requires an account for ${registry.address}/ghcr\\.io/shop/base:1.*\\n.*fix: .*registries\\["`,
      ),
    );
  });

  it("with a wrong password: one message, which does not say it", async () => {
    await set(`registries["${registry.address}"].user`, registry.user);
    await setPassword("nT5-wrong-3kZr-8qXy");
    await refused(
      /does not let the user deploy read 127\.0\.0\.1:\d+\/ghcr\.io\/shop\/base:1: the password is wrong/,
    );
  });

  it("with the right one: pinned to its digest, also as the base of a build, the password nowhere to be seen", async () => {
    await setPassword(registry.password);
    const text = await succeeds();
    const pinned = `${registry.address}/ghcr.io/shop/base:1@${digest}`;
    assert.equal(await nameOf("base"), pinned);
    const { stdout } = await run("docker", [
      "image",
      "inspect",
      "--format",
      "{{.RepoDigests}}",
      await output("base"),
    ]);
    assert.ok(stdout.includes(digest), stdout);
    const history = await run("docker", ["history", "--no-trunc", await output("app")]);
    for (const [what, shown] of Object.entries({ text, state: await exported(), history: history.stdout }))
      for (const form of [registry.password, Buffer.from(registry.password).toString("base64")])
        assert.ok(!shown.includes(form), `the password is in ${what}`);
  });

  it("that did not move: no change, and nothing is built", async () => {
    assert.deepEqual(await project.changes(), []);
  });

  it("whose tag moved: the preview shows old and new digest and what is built on it, and nothing else", async () => {
    const [before, app] = [await output("base"), await output("app")];
    const next = await registry.push("ghcr.io/shop/base:1", "two");
    const { stdout } = await project.preview("--diff");
    assert.match(stdout, new RegExp(`base:1@${digest}" => ".*base:1@${next}"`));
    assert.deepEqual(
      (await project.changes()).filter((change) => !/^(create-replacement|delete-replaced) /.test(change)),
      ["replace base", "replace base-kept", "update app"],
    );
    await succeeds();
    assert.notEqual(await output("app"), app, "the application was not built again");
    // Going back needs both.
    for (const old of [before, app]) await run("docker", ["image", "inspect", old]);
    digest = next;
  });

  it("a digest that the registry does not have: the update fails at the image, before what is made of it", async () => {
    const before = [await output("base"), await output("app")];
    await set("image", `ghcr.io/shop/base:1@sha256:${"0".repeat(64)}`);
    const { exitCode, stdout, stderr } = await project.up();
    assert.notEqual(exitCode, 0, stdout);
    assert.match(stdout + stderr, /base:1@sha256:0{64}.*(manifest unknown|not found)/s);
    assert.deepEqual([await output("base"), await output("app")], before);
  });

  it("a version that does not exist: named, with registry and remedy", async () => {
    await set("image", "ghcr.io/shop/base:2");
    await refused(
      /The image 127\.0\.0\.1:\d+\/ghcr\.io\/shop\/base:2 does not exist in the registry 127\.0\.0\.1:\d+\./,
    );
  });

  it("a registry that is down, with another version: refused", async () => {
    await registry.pause();
    await refused(
      /The registry 127\.0\.0\.1:\d+ does not answer the Docker engine \(.*connection refused\), and the host does not have .*base:2\./,
    );
  });

  it("a registry that is down, with nothing changed: what was resolved stays, and is said", async () => {
    await set("image", image);
    const text = await succeeds();
    assert.match(
      text,
      /does not answer \(.*connection refused\); .*base:1 stays as the host has it: sha256:/,
    );
    assert.deepEqual(await project.changes(), []);
    assert.equal(await nameOf("base"), `${registry.address}/ghcr.io/shop/base:1@${digest}`);
  });

  it("a registry that accepts and never answers: refused after 10 s", async () => {
    const silent = await silentRegistry();
    await set("registry", `${silent.address}/library`);
    const begin = Date.now();
    try {
      await refused(/does not answer the Docker engine \(nothing within 10 s\)/, "preview");
      assert.ok(Date.now() - begin < 20_000, `${Date.now() - begin} ms`);
    } finally {
      silent.close();
    }
  });
});
