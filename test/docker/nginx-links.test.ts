import assert from "node:assert/strict";
import { handOverBuild } from "../../components/edge/jobs/files";
import { Engine } from "../../components/engine/engine";
import { theWorld } from "../../components/engine/world";
import { run } from "../../operations/kernel/run";
import { NginxAlone } from "../support/nginx-alone";
import { siteWith } from "../support/site";

/** What a link among static files could show: the key of the certificate lies beside them. */
describe("docker: Nginx, links among static files", function () {
  this.timeout(60_000);
  const image = `pws-test-links-${process.pid}`;
  let nginx: NginxAlone;
  before(async () => {
    const site = siteWith({ routes: [{ path: "/", folder: "/srv/www" }] });
    nginx = await NginxAlone.start(site, { "tls-1.pem": "the key" });
    const folder = "mkdir -p /srv/www/sub && cd /srv/www && echo file >file && chmod -R a+rX /srv";
    const links = "ln -s file inside; ln -s /etc/nginx/live/tls-1.pem key; ln -s /etc/nginx/live up";
    await nginx.asRoot(`${folder} && ${links}`);
  });
  after(async () => {
    await nginx.remove();
    await run("docker", ["image", "rm", "--force", `${image}:good`, `${image}:bad`], { reject: false });
  });

  it("in a folder that others write lead nowhere", async () => {
    assert.equal((await nginx.ask("http", "GET /file HTTP/1.1")).body, "file\n");
    for (const path of ["/key", "/up/tls-1.pem", "/inside"]) {
      const { status, body } = await nginx.ask("http", `GET ${path} HTTP/1.1`);
      assert.ok([403, 404].includes(status) && !/the key/.test(body), `${path}: ${status} ${body}`);
    }
  });

  /** An image of one folder, made without a build. */
  const imageWith = async (tag: string, links: string) => {
    const made = `mkdir -p srv/www/a && cd srv/www && echo x >a/index.html && ${links} && cd ../..`;
    const script = `folder=$(mktemp -d) && cd "$folder" && ${made} && tar -c srv | docker import - ${image}:${tag}; rm -r "$folder"`;
    await run("sh", ["-c", script]);
    return `${image}:${tag}`;
  };
  const handOver = async (tag: string, links: string) => {
    const job = {
      ...{ container: nginx.container, image: await imageWith(tag, links), folder: "/srv/www" },
      target: `/etc/nginx/live/files-${tag}`,
    };
    return handOverBuild(job, Engine.of(theWorld)).then(
      () => "",
      (error: Error) => error.message,
    );
  };

  it("of a build that stay inside are handed over", async () => {
    const failed = await handOver("good", "ln -s a/index.html b && ln -s ../a a/c && ln -s a d");
    assert.equal(failed, "");
    const { stdout } = await nginx.asRoot(
      "cat /etc/nginx/live/files-good/b /etc/nginx/live/files-good/d/index.html",
    );
    assert.equal(stdout, "x\nx");
  });

  it("of a build that lead out are refused by name, and nothing of it stays", async () => {
    const links = [
      "ln -s ../tls-1.pem key",
      "ln -s /etc/nginx/live a/live",
      "ln -s ../../.. up",
      "ln -s a ok",
      "mkdir 'b c' && ln -s ../../tls-1.pem \"b c/$(printf 'new\\nline')\"",
    ];
    const failed = await handOver("bad", links.join(" && "));
    for (const named of [
      /point outside its folder/,
      /key -> \.\.\/tls-1\.pem/,
      /a\/live -> /,
      /up -> /,
      /b c\/new/,
    ])
      assert.match(failed, named);
    assert.doesNotMatch(failed, /ok -> a/);
    const { stdout } = await nginx.asRoot("ls -d /etc/nginx/live/files-bad* || true");
    assert.equal(stdout, "");
  });
});
