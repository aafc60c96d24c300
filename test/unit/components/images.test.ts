import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pinsOf, type Answers } from "../../../components/image/answers";
import { buildMistakes, planBuild, type BuildInputs } from "../../../components/image/build";
import { caMistake, maxCaBytes } from "../../../components/image/ca-bundle";
import { instructions, readDockerfile } from "../../../components/image/dockerfile";
import type { Problem } from "../../../messages/problem";
import { problemLines, problemText } from "../../../messages/render";
import { mirrored, nameMistake } from "../../../components/image/name";
import { question } from "../../../components/image/pin";
import { makeCertificate } from "../../support/certificates";
import { root } from "../../support/program";

const digest = `sha256:${"a".repeat(64)}`;
const renewed = `sha256:${"b".repeat(64)}`;

const linesOf = (problems: Problem[]) => problems.flatMap(problemLines);

describe("images: names", () => {
  for (const good of [
    "postgres:17",
    "shop/app:1.0-b_2",
    "registry.example.cn:5000/a/b:1",
    `nginx@${digest}`,
    `local/x:1@${digest}`,
  ])
    it(`takes ${good.slice(0, 40)}`, () => assert.equal(nameMistake(good), undefined));

  for (const [bad, problem] of [
    ["https://registry.example.cn/app:1", /starts like a URL/],
    ["Shop/App:1", /is not a valid image name/],
    ["postgres:17@sha256:abc", /is not a valid image name/],
    ["a b:1", /is not a valid image name/],
    ["postgres", /has no version/],
    ["postgres:latest", /names no version/],
  ] as const)
    it(`refuses ${bad}, with an example`, () => {
      const [what = "", remedy = ""] = linesOf([nameMistake(bad) ?? []].flat());
      assert.match(what, problem);
      assert.match(remedy, /postgres:17/);
    });
});

describe("images: the mirror", () => {
  for (const [registry, image, expected] of [
    ["docker.io/library", "postgres:17", "docker.io/library/postgres:17"],
    ["docker.io/library", "ghcr.io/shop/app:1", "ghcr.io/shop/app:1"],
    ["local", "postgres:17", "local/postgres:17"],
    ["local", "docker.io/library/postgres:17", "local/postgres:17"],
    ["local", "ghcr.io/shop/app:1", "ghcr.io/shop/app:1"],
    ["m.example.cn/library", "postgres:17", "m.example.cn/library/postgres:17"],
    ["m.example.cn/library", "docker.io/library/postgres:17", "m.example.cn/library/postgres:17"],
    ["m.example.cn/library", "shop/app:1", "m.example.cn/shop/app:1"],
    ["m.example.cn/library", "ghcr.io/shop/app:1", "m.example.cn/ghcr.io/shop/app:1"],
    ["m.example.cn/docker.io/library", "postgres:17", "m.example.cn/docker.io/library/postgres:17"],
    ["m.example.cn/docker.io/library", "shop/app:1", "m.example.cn/docker.io/shop/app:1"],
    ["m.example.cn/docker.io/library", "ghcr.io/shop/app:1", "m.example.cn/ghcr.io/shop/app:1"],
    ["m.example.cn/base", "postgres:17", "m.example.cn/base/postgres:17"],
    ["m.example.cn/library", `postgres:17@${digest}`, `m.example.cn/library/postgres:17@${digest}`],
    ["m.example.cn/library", "m.example.cn/x:1", "m.example.cn/x:1"],
    ["m.example.cn/library", "own.example.cn/x:1", "own.example.cn/x:1"],
    ["m.example.cn/library", "other:5000/x:1", "other:5000/x:1"],
    ["m.example.cn/library", "local/x:1", "local/x:1"],
  ] as const)
    it(`${registry} has ${image.slice(0, 40)} as ${expected.slice(0, 60)}`, () =>
      assert.equal(mirrored(image, registry, ["own.example.cn"]), expected));
});

describe("images: what becomes of a registry's answer", () => {
  const asked = question("postgres:17", { prefix: "shop-prod" });
  const judged = (answer: Answers["registry"][string], here: Answers["here"] = []) =>
    pinsOf([asked], { registry: { [asked.name]: answer }, here });
  const refusal = (status: number, message: string) =>
    linesOf(judged({ status, body: JSON.stringify({ message }) }).problems).join("\n");
  const kept = {
    id: renewed,
    tags: ["shop-prod/docker.io/library/postgres:17"],
    digests: [`postgres@${digest}`, `other@${renewed}`],
  };
  const name = `docker.io/library/postgres:17@${digest}`;

  it("a digest: the image is pinned to it, whatever the host has", () => {
    const body = JSON.stringify({ Descriptor: { digest: renewed } });
    assert.equal(judged({ status: 200, body }, [kept]).pins["postgres:17"]?.content, renewed);
  });

  it("none: what this stack resolved to last stays, with a warning", () => {
    const { pins, problems, warnings } = judged({ silent: true }, [kept]);
    assert.deepEqual(problems, []);
    assert.deepEqual(pins["postgres:17"], { name, content: digest, keptAs: kept.tags[0] });
    assert.match(warnings.join(), /docker\.io does not answer \(nothing within 10 s\).*stays/);
  });

  it("none: what another stack resolved to does not count", () => {
    const other = { ...kept, tags: ["shop-preprod/docker.io/library/postgres:17"] };
    assert.match(
      linesOf(judged({ silent: true }, [other]).problems).join(),
      /the host does not have docker\.io\/library/,
    );
  });

  it("none: an image that was loaded on the host by its very name is taken", () => {
    const loaded = { id: renewed, tags: ["postgres:17"], digests: [] };
    assert.equal(judged({ silent: true }, [loaded]).pins["postgres:17"]?.content, renewed);
  });

  it("a refusal counts even when the host has the image", () => {
    const body = JSON.stringify({ message: "manifest unknown: manifest unknown" });
    assert.match(linesOf(judged({ status: 404, body }, [kept]).problems).join(), /does not exist/);
  });

  it("says what each refusal is about", () => {
    assert.match(refusal(500, 'Head "http://x/v2/": no basic auth credentials'), /requires an account for/);
    assert.match(
      refusal(500, 'Get "https://x/v2/": x509: certificate signed by unknown authority'),
      /certs\.d\//,
    );
    assert.match(
      refusal(500, 'Get "https://x/v2/": dial tcp: no such host'),
      /does not answer the Docker engine \(dial tcp: no such host\)/,
    );
  });

  it("an image of the host: pinned to its id, so that a renewed one is a change", () => {
    const local = question("nginx:1.26", { prefix: "shop-dev", registry: "local" });
    const here = [{ id: digest, tags: ["local/nginx:1.26"], digests: [] }];
    const { pins } = pinsOf([local], { registry: {}, here });
    assert.deepEqual(pins["nginx:1.26"], { name: "local/nginx:1.26", content: digest });
    assert.match(
      linesOf(pinsOf([local], { registry: {}, here: [] }).problems).join(),
      /not on the host\.,fix: run npm start/,
    );
  });
});

describe("images: builds", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "build-"));
    write(
      "ARG BASE=nginx:1.26\nFROM ${BASE} AS one\nARG PIP_INDEX_URL=x\nARG CA_BUNDLE=\nFROM scratch\nCOPY --from=one /a /a\n",
    );
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (dockerfile: string) => writeFileSync(join(folder, "Dockerfile"), dockerfile);
  const plan = (changes: Partial<BuildInputs> = {}) =>
    planBuild({
      name: "shop/app:1",
      context: folder,
      args: {},
      bases: { BASE: { name: "local/nginx:1.26", content: digest } },
      packages: {},
      ...changes,
    });
  const mistakes = (changes: object = {}, bases = ["BASE"]) =>
    problemText(buildMistakes({ context: folder, args: {}, packages: {}, ...changes }, bases));

  it("have the same name when nothing changed, and another for each thing that does", () => {
    const before = plan().name;
    assert.match(before, /^shop\/app:1-[0-9a-f]{12}$/);
    assert.equal(plan().name, before);
    const other = [
      plan({ bases: { BASE: { name: "local/nginx:1.26", content: renewed } } }),
      plan({ bases: { BASE: { name: `m/nginx:1.26@${digest}`, content: digest } } }),
      plan({ args: { VERSION: "2" } }),
      plan({ packages: { pip: "https://pypi.example.cn/simple" } }),
    ].map(({ name }) => name);
    assert.equal(new Set([before, ...other]).size, 5);
  });

  it("show in a preview which base image of the host was renewed", () =>
    assert.equal(plan().triggers["BASE"], digest));

  it("get only what their Dockerfile declares", () => {
    const packages = { pip: "https://p.example.cn/simple", npm: "https://n.example.cn" };
    assert.deepEqual(plan({ packages }).buildArgs, {
      BASE: "local/nginx:1.26",
      PIP_INDEX_URL: packages.pip,
    });
  });

  it("get the text of the CA file, and change with it", () => {
    const caFile = join(folder, "../", `${folder.split("/").at(-1)}.pem`);
    const { certificate } = makeCertificate(["ca"]);
    writeFileSync(caFile, certificate);
    assert.equal(plan({ packages: { caFile } }).buildArgs["CA_BUNDLE"], certificate.trim());
    rmSync(caFile);
  });

  it("refuse a Dockerfile with an image that no setting can reach", () => {
    write("FROM node:20 AS build\nFROM scratch\nCOPY --from=build /a /a\nCOPY --from=redis:8 /b /b\n");
    assert.match(mistakes({}, []), /uses node:20, which no setting.*\n.*fix: ARG BASE_IMAGE=node:20/);
    assert.match(mistakes({}, []), /uses redis:8/);
  });

  it("refuse a base image that is not given, or that the Dockerfile does not use", () => {
    assert.match(mistakes({}, []), /starts from \$\{BASE\}, but no base image is given/);
    assert.match(mistakes({}, ["BASE", "OTHER"]), /has no FROM \$\{OTHER\}/);
    assert.equal(mistakes(), "");
  });

  it("refuse a password in a build argument, and do not show it", () => {
    const args = { INDEX: "https://user:hunter2@pypi.example.cn/simple" };
    assert.match(mistakes({ args }), /INDEX holds a user or password/);
    assert.doesNotMatch(mistakes({ args }), /hunter2/);
  });
});

describe("images: the CA file", () => {
  const { certificate, key } = makeCertificate(["ca"]);
  it("may hold several certificates", () => assert.equal(caMistake(certificate + certificate), undefined));
  for (const [what, text, expected] of [
    ["is not PEM", "hello", /certificates in PEM/],
    ["holds a broken certificate", certificate.replace(/[A-Za-z0-9]{40}/, "AAAA"), /certificates in PEM/],
    ["holds a private key", certificate + key, /private key/],
    ["is too large for a build", certificate + " ".repeat(maxCaBytes), /at most 100 KiB/],
  ] as const)
    it(`is refused when it ${what}`, () => assert.match(caMistake(text) ?? "", expected));
});

describe("images: the applications' Dockerfiles", () => {
  /** Commands that install packages which no lock file with hashes holds. */
  const unlocked = (dockerfile: string) =>
    instructions(dockerfile)
      .filter((line) => /^run /i.test(line))
      .flatMap((line) => line.split(/&&|;/))
      .filter(
        (command) =>
          (/\bpip3? install\b/.test(command) && !/--require-hashes/.test(command)) ||
          /\bnpm (i|install|add)\b|\byarn\b|\bpnpm (i|install|add)\b/.test(command),
      );

  it("are judged rightly", () => {
    assert.equal(unlocked("RUN pip install --require-hashes -r r.txt && npm ci").length, 0);
    for (const bad of ["pip install -r r.txt", "true && \\\n pip install x", "npm install", "npm i x"])
      assert.equal(unlocked(`RUN ${bad}`).length, 1, bad);
  });

  for (const app of readdirSync(join(root, "apps"))) {
    const text = readFileSync(join(root, "apps", app, "Dockerfile"), "utf8");
    it(`${app} installs from lock files with hashes only`, () => assert.deepEqual(unlocked(text), []));

    it(`${app} takes every image by a build argument, packages from a mirror, and certificates`, () => {
      const { fixed, args } = readDockerfile(text);
      assert.deepEqual(fixed, []);
      assert.ok(args.has("PIP_INDEX_URL") || args.has("NPM_REGISTRY"));
      assert.ok(args.has("CA_BUNDLE"));
    });
  }
});
