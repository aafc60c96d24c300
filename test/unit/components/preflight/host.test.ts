import assert from "node:assert/strict";
import { labelPrefix } from "../../../../components/engine/labels";
import {
  lookAtHost,
  portProblem,
  spaceProblem,
  type HostQuestion,
} from "../../../../components/preflight/host";
import type { Machine } from "../../../../components/preflight/machine";
import { problemLines } from "../../../../messages/render";
import { FakeEngine } from "../../../support/fake-engine";

const machine: Machine = {
  listening: () => new Set([8080, 9090]),
  program: async (port) => (port === 8080 ? { name: "java", pid: 77 } : undefined),
  freeMiB: async (folder) => (folder === "/var/lib/docker" ? 1000 : undefined),
};

const labels = (system: string, stack: string, service: string) => ({
  [`${labelPrefix}.system`]: system,
  [`${labelPrefix}.stack`]: stack,
  [`${labelPrefix}.service`]: service,
});

/** A container as the API lists it. */
function container(name: string, port: number, Labels: Record<string, string>, State = "running") {
  return { Id: `${name}-id`, Names: [`/${name}`], Created: 0, Labels, State, Ports: [published(port)] };
}

const published = (PublicPort: number) => ({ PrivatePort: 80, PublicPort, Type: "tcp" });

describe("preflight: the host of a stack", () => {
  let fake: FakeEngine;
  const ask = (more: Partial<HostQuestion> = {}, environment = { DOCKER_HOST: `unix://${fake.socket}` }) =>
    lookAtHost({ environment, system: "shop", stack: "prod", ports: {}, ...more }, machine);
  const told = async (...args: Parameters<typeof ask>) =>
    (await ask(...args)).problems.flatMap((each) => problemLines(each));

  beforeEach(async () => {
    fake = await FakeEngine.start();
    Object.assign(fake.answers, {
      "GET /info": { body: { ID: "A:B", Name: "prod1", DockerRootDir: "/var/lib/docker" } },
      "GET /containers/json": { body: [] },
      "GET /volumes": { body: { Volumes: [] } },
    });
  });
  afterEach(() => fake.stop());

  it("is seen by three questions: the engine, every container, and the volumes of ours", async () => {
    fake.answers["GET /containers/json"] = {
      body: [container("shop-prod-web", 80, labels("shop", "prod", "web")), container("x", 81, {}, "exited")],
    };
    const Labels = labels("shop", "prod", "database");
    fake.answers["GET /volumes"] = { body: { Volumes: [{ Name: "data", Labels }] } };
    const { seen, problems } = await ask();
    const none = { system: "", stack: "", service: "" };
    const ours = { system: "shop", stack: "prod" };
    assert.deepEqual(seen, {
      engine: { id: "A:B", name: "prod1", root: "/var/lib/docker" },
      things: [
        {
          kind: "container",
          ...ours,
          service: "web",
          id: "shop-prod-web-id",
          name: "shop-prod-web",
          ports: [80],
        },
        // It does not run: its port is free.
        { kind: "container", ...none, id: "x-id", name: "x", ports: [] },
        { kind: "volume", ...ours, service: "database", id: "data", name: "data", ports: [] },
      ],
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(fake.questions, ["GET /info", "GET /containers/json", "GET /volumes"]);
    assert.deepEqual(fake.asked[2]?.query, { all: "true", filters: '{"label":[]}' });
    assert.equal(fake.asked[3]?.query["filters"], `{"label":["${labelPrefix}.system"]}`);
  });

  it("has ports that others hold: another stack's container, any container, a program; its own is free", async () => {
    fake.answers["GET /containers/json"] = {
      body: [
        container("shop-prod-nginx", 80, labels("shop", "prod", "nginx")),
        container("shop-preprod-nginx", 443, labels("shop", "preprod", "nginx")),
        container("registry", 5000, {}),
      ],
    };
    const ports = { "edge.port": 80, "edge.tls.port": 443, port: 5000, a: 8080, b: 9090, c: 7070 };
    assert.deepEqual(await told({ ports }), [
      "Port 443 of the host is taken by the container shop-preprod-nginx of stack preprod of shop.",
      "fix: choose another port in the stack file (edge.tls.port), or stop that container",
      "Port 5000 of the host is taken by the container registry.",
      "fix: choose another port in the stack file (port), or stop that container",
      "Port 8080 of the host is taken by java (process 77).",
      "fix: choose another port in the stack file (a), or stop that program",
      "Port 9090 of the host is taken by another program.",
      "fix: choose another port in the stack file (b), or stop that program",
    ]);
  });

  it("has too little space; what is advised removes nothing that runs or belongs to others", async () => {
    assert.deepEqual(await told({ minFreeMiB: 1000 }), []);
    const [what = "", fix = ""] = await told({ minFreeMiB: 1001 });
    assert.equal(
      what,
      "Only 1000 MiB are free where Docker keeps its data (/var/lib/docker); a release needs 1001 MiB.",
    );
    assert.match(fix, /^fix: free some space: /);
    assert.doesNotMatch(fix, /(?:system|container|volume|network) prune/);
  });

  it("that keeps its data where this machine has no such folder is not judged by this machine's disk", async () => {
    fake.answers["GET /info"] = { body: { ID: "A:B", Name: "vm", DockerRootDir: "/in/the/vm" } };
    assert.deepEqual(await told({ minFreeMiB: 1001 }), []);
  });

  it("that is another machine is not judged by the programs and disks of this one", async () => {
    const environment = { DOCKER_HOST: "tcp://10.0.0.5:2375" };
    const elsewhere = { environment, system: "shop", stack: "prod", ports: {} };
    const seen = { things: [], engine: { id: "A:B", name: "prod1", root: "/var/lib/docker" } };
    const port = { key: "edge.port", port: 8080 };
    assert.equal(await portProblem(port, seen, elsewhere, machine), undefined);
    assert.equal(await spaceProblem(seen, { ...elsewhere, minFreeMiB: 1001 }, machine), undefined);
  });

  it("that does not answer, or refuses, is the only problem reported", async () => {
    fake.answers["GET /info"] = { status: 500, body: { message: "it starts" } };
    assert.match(
      (await told({ ports: { a: 8080 } })).join("\n"),
      /^Docker does not answer at .*: it starts\nfix: start it/,
    );
    const { seen, problems } = await ask({}, { DOCKER_HOST: "unix:///nonexistent/docker.sock" });
    assert.equal(seen, undefined);
    assert.match(problems[0]?.what ?? "", /: connect ENOENT \/nonexistent\/docker\.sock$/);
  });

  it("whose certificates cannot be read is one that does not answer", async () => {
    const environment = {
      ...{ DOCKER_HOST: "tcp://127.0.0.1:1", DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: "/nonexistent" },
    };
    const [what = "", fix = ""] = await told({ environment });
    assert.match(what, /^Docker does not answer at tcp:\/\/127\.0\.0\.1:1: ENOENT: .*\/nonexistent\/ca\.pem/);
    assert.match(fix, /the certificates in \/nonexistent belong to it$/);
  });
});
