import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createHash, randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { originOf } from "../../../components/release/origin";
import { releaseName } from "../../../components/migration/runner/release-name";
import { packSource, sourceVariable } from "../../../components/release/source";
import { looksSecret } from "../../../components/release/secret-files";
import { readTar } from "../../../components/release/tar";
import { unpack } from "../../../operations/releases/unpack";
import { gunzipSync } from "node:zlib";

describe("release: its source", () => {
  const before = process.cwd();
  let top: string;
  const write = (path: string, text = "") => {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), text);
  };
  const git = (...args: string[]) => execFileSync("git", ["-C", top, ...args], { encoding: "utf8" });
  const everything = [
    "compile.cjs",
    "examples/shop/Pulumi.prod.yaml",
    "examples/shop/Pulumi.yaml",
    "examples/shop/index.ts",
    "package.json",
  ];
  beforeEach(() => {
    top = realpathSync(mkdtempSync(join(tmpdir(), "source-")));
    for (const file of everything) write(file);
    write("node_modules/big.js");
    write(".pulumi/stacks/prod.json");
    process.chdir(join(top, "examples", "shop"));
  });
  afterEach(() => {
    process.chdir(before);
    rmSync(top, { recursive: true });
  });

  let variables: Record<string, string> = {};
  const world = { variable: (name: string) => variables[name] };

  const packed = async (files?: string[]) => {
    const folder = mkdtempSync(join(tmpdir(), "packed-"));
    try {
      const archive = join(folder, "source.tar.gz");
      const {
        sha256,
        leftOut = [],
        linksOut = [],
        untracked,
      } = await packSource(archive, "prod", { files, world });
      const bytes = readFileSync(archive);
      assert.equal(sha256, createHash("sha256").update(bytes).digest("hex"));
      assert.equal(statSync(archive).mode & 0o777, 0o600);
      const names = readTar(gunzipSync(bytes)).map(({ name }) => name.replace(/^\.\//, ""));
      mkdirSync(join(folder, "unpacked"));
      unpack(bytes, join(folder, "unpacked"));
      return { names: names.sort(), leftOut, untracked, ...(linksOut.length > 0 && { linksOut }) };
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it("without what git decrypts into the folder, in the source of a rollback too", async () => {
    const names = [...everything, ".gitattributes", "examples/shop/.gitattributes"].sort();
    write(".gitattributes", "*.conf filter=git-crypt diff=git-crypt\n*.png filter=lfs\n");
    write("examples/shop/.gitattributes", "/密码 filter=transcrypt\n");
    for (const path of ["a.conf", "examples/shop/b 1.conf", "examples/shop/密码", "c.png"]) write(path, "x");
    const leftOut = ["a.conf", "examples/shop/b 1.conf", "examples/shop/密码"];
    const rollback = await packed();
    assert.deepEqual(
      { ...rollback, leftOut: rollback.leftOut.sort() },
      {
        ...{ names: [...names, "c.png"].sort(), leftOut, untracked: [] },
      },
    );
    git("init", "-q");
    git("add", "*.conf", "*.png", "*密码", "*.gitattributes");
    assert.deepEqual((await packed()).leftOut.sort(), leftOut);
  });

  it("not at all when it is large: the host that serves would have no room left", async () => {
    write("film.bin", randomBytes(3 * 2 ** 20).toString("latin1"));
    const folder = mkdtempSync(join(tmpdir(), "packed-"));
    try {
      const packing = packSource(join(folder, "source.tar.gz"), "prod", { world }, 2 ** 20);
      await assert.rejects(packing, /is more than 1 MiB when it is packed\n {2}fix: name the files/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("without a repository: from where its packages are named, without packages, state and what looks like a secret", async () => {
    write("apps/id_rsa");
    write("prod.env", "PASSWORD=1");
    assert.equal(originOf("shop", "prod", world).folder, "examples/shop");
    assert.deepEqual(await packed(), {
      names: everything,
      leftOut: ["apps/id_rsa", "prod.env"],
      untracked: [],
    });
  });

  it("without a repository: a list of files and folders, and always the stack file", async () => {
    write("notes.txt");
    assert.deepEqual((await packed(["examples/shop/index.ts", "package.json"])).names, everything.slice(1));
  });

  it("in a repository: what git tracks, committed or staged, as it is now; the rest is reported", async () => {
    git("init", "--quiet");
    write(".gitignore", "node_modules\n.pulumi\n");
    git("add", "--all");
    git("-c", "user.name=li", "-c", "user.email=li@example", "commit", "--quiet", "--message", "first");
    write("staged.ts");
    write("site.pem");
    git("add", "staged.ts", "site.pem");
    write("prod.env", "PASSWORD=1");
    write("a name\nof two lines");
    rmSync(join(top, "compile.cjs"));
    write("examples/shop/Pulumi.prod.yaml", "encryptionsalt: v1:x\n");
    assert.deepEqual(await packed(), {
      names: [".gitignore", ...everything.slice(1), "staged.ts"],
      leftOut: ["site.pem"],
      untracked: ["a name\nof two lines", "prod.env"],
    });
  });

  it("a stack file that git does not know is in it, without a warning", async () => {
    git("init", "--quiet");
    git("add", "package.json");
    const { names, untracked } = await packed();
    assert.deepEqual(names, ["examples/shop/Pulumi.prod.yaml", "examples/shop/Pulumi.yaml", "package.json"]);
    assert.ok(!untracked.some((name) => name.includes("Pulumi")), untracked.join());
  });

  it("is refused when git cannot be asked, with what to do", async () => {
    git("init", "--quiet");
    write("prod.env");
    for (const path of [top, join(top, ".git")]) chownSync(path, 4242, 4242);
    await assert.rejects(
      packed(),
      /git does not say which files of .* it tracks: .*dubious ownership[^]*fix: git config --global --add safe\.directory/,
    );
  });

  it("a commit is dirty when a file was changed, and not when the CLI only wrote its salt into the stack file", () => {
    git("init", "--quiet");
    write(".gitignore", "node_modules\n.pulumi\n");
    write("examples/shop/Pulumi.prod.yaml", "# prod\nconfig:\n  shop:web: { version: 1 }\n");
    git("add", "--all");
    git("-c", "user.name=li", "-c", "user.email=li@example", "commit", "--quiet", "--message", "first");
    const dirty = () => {
      const { commit } = originOf("shop", "prod", world);
      const name = releaseName(new Date("2026-03-01T10:00:00.5Z"));
      const mark = commit?.dirty ? "-dirty" : "";
      assert.equal(name, `2026-03-01T10:00:00Z ${commit?.id.slice(0, 7)}${mark}`);
      return commit?.dirty;
    };
    assert.equal(dirty(), false);
    write("examples/shop/Pulumi.prod.yaml", "encryptionsalt: v1:x\nconfig:\n  shop:web:\n    version: 1\n");
    assert.equal(dirty(), false);
    write("examples/shop/Pulumi.prod.yaml", "encryptionsalt: v1:x\nconfig:\n  shop:web:\n    version: 2\n");
    assert.equal(dirty(), true);
    git("checkout", "--quiet", ".");
    write("elsewhere.txt");
    assert.equal(dirty(), false);
    write("examples/shop/index.ts", "changed");
    assert.equal(dirty(), true);
    git("checkout", "--quiet", ".");
    rmSync(join(top, "examples/shop/Pulumi.prod.yaml"));
    assert.equal(dirty(), true);
  });

  it("links are packed as such", async () => {
    symlinkSync("index.ts", join(top, "examples", "shop", "link.ts"));
    symlinkSync("nowhere", join(top, "broken"));
    assert.ok((await packed()).names.includes("examples/shop/link.ts"));
  });

  it("links that lead out, also through others, and what is no file stay out, so that it can be unpacked", async () => {
    const links = { deep: "a/b/up/x", localtime: "/etc/localtime", out: "../x", zone: "localtime" };
    mkdirSync(join(top, "a", "b"), { recursive: true });
    symlinkSync("../..", join(top, "a", "b", "up"));
    for (const [name, to] of Object.entries({ ...links, "a/b/through": "up/../x" }))
      symlinkSync(to, join(top, name));
    execFileSync("mkfifo", [join(top, "pipe")]);
    const { names, linksOut } = await packed();
    assert.deepEqual(linksOut?.sort(), ["a/b/through", "localtime", "out", "zone"]);
    assert.deepEqual(names, ["a/b/up", ...everything.slice(0, 1), "deep", ...everything.slice(1)]);
    rmSync(join(top, "examples/shop/Pulumi.prod.yaml"));
    symlinkSync("/etc/hosts", join(top, "examples/shop/Pulumi.prod.yaml"));
    await assert.rejects(packed(), /Pulumi\.prod\.yaml is a link that leads out of/);
  });

  it("of a rollback: all that was unpacked, also above the folder that names its packages", async () => {
    write("examples/shop/package.json");
    write("tls/site.pem");
    variables = { [sourceVariable]: top };
    try {
      assert.equal(originOf("shop", "prod", world).folder, "examples/shop");
      const { names, leftOut } = await packed();
      assert.deepEqual(names, [...everything, "examples/shop/package.json"].sort());
      assert.deepEqual(leftOut, ["tls/site.pem"]);
    } finally {
      variables = {};
    }
    assert.equal(originOf("shop", "prod", world).folder, "");
  });

  it("a key deep in a large file is found", async () => {
    write("big.txt", `${"x\n".repeat(100_000)}-----BEGIN PRIVATE KEY-----\n${"A".repeat(64)}\n`);
    assert.deepEqual((await packed()).leftOut, ["big.txt"]);
  });
});

describe("release: what looks like a secret", () => {
  const secret = (path: string, text = "") => looksSecret(path, () => text);
  const key = `-----BEGIN EC PRIVATE KEY-----\n${"A".repeat(64)}\n-----END EC PRIVATE KEY-----\n`;

  for (const path of [
    ...[".env", "apps/.env.production", "prod.env", "tls/site.pem", "site.KEY", "a.p12", "id_rsa"],
    ...[
      ".envrc",
      ".env-prod",
      "home/.ssh/config",
      ".netrc",
      ".pgpass",
      ".git-credentials",
      "x/credentials.json",
    ],
    ...["client_secret_1.json", "old.tfstate", ".docker/config.json"],
  ])
    it(path, () => assert.ok(secret(path)));

  for (const path of [
    ...[
      ".env.example",
      ".env-sample",
      "env.ts",
      "environment.yaml",
      "id_rsa.pub",
      "keys.ts",
      "key",
      "Pulumi.prod.yaml",
    ],
    ...["docs/credentials.md", "apps/web/.npmrc"],
  ])
    it(`not ${path}`, () => assert.ok(!secret(path)));

  it("the value of a variable that opens the state or an account, in any file", () => {
    // Not as they stand in such a file: this one is in the archives of this repository.
    const passphrase = "PULUMI_CONFIG_PASSPHRASE";
    for (const text of [
      `cd /srv\nexport ${passphrase}=hunter2\n`,
      `${passphrase}='hunter 2'\n`,
      `ENV ${passphrase}=hunter2\n`,
      `    - ${"AWS_SECRET_ACCESS_KEY"}=abc/def\n`,
    ])
      assert.ok(secret("deploy/env.sh", text), text);
    for (const text of [
      "export PULUMI_CONFIG_PASSPHRASE_FILE=/etc/passphrase\n",
      'PULUMI_CONFIG_PASSPHRASE="$(cat /etc/passphrase)"\n',
      `${passphrase}=<yours>\n`,
      `${passphrase}=...\n`,
      `  ${passphrase}: "for tests only",\n`,
      "set PULUMI_CONFIG_PASSPHRASE= before you go on\n",
    ])
      assert.ok(!secret("deploy/env.sh", text), text);
    assert.ok(secret("compose.yaml", `  ${passphrase}: hunter2\n`));
    assert.ok(!secret(".env.example", `${passphrase}=changeme\n`));
  });

  it("settings of tools with an account, and a private key under any name", () => {
    assert.ok(secret(".npmrc", "//registry.example/:_authToken=abc"));
    assert.ok(secret("pip.conf", "index-url = https://li:pass@pypi.example/simple"));
    assert.ok(!secret("pip.conf", "index-url = https://pypi.example/simple"));
    assert.ok(secret("apps/site.txt", key));
    assert.ok(!secret("test/keys.ts", 'const begin = "-----BEGIN PRIVATE KEY-----";\n'));
    assert.ok(!secret("docs/keys.md", "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n"));
    assert.ok(secret("firebase.json", JSON.stringify({ private_key: key })));
    assert.ok(secret("twice.json", JSON.stringify(JSON.stringify({ private_key: key }))));
    assert.ok(secret("values.yaml", `tls:\n  key: |\n${key.replace(/^/gm, "    ")}`));
    assert.ok(secret("windows.txt", key.replaceAll("\n", "\r\n")));
    const locked = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00112233\n\n";
    assert.ok(secret("old.txt", key.replace("\n", `\n${locked}`)));
  });
});
