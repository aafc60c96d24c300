import assert from "node:assert/strict";
import { handOverCertificate } from "../../components/edge/jobs/certificate";
import { handOverBuild } from "../../components/edge/jobs/files";
import { switchEdge } from "../../components/edge/jobs/switch";
import { docker } from "../support/docker";
import { Engine } from "../../components/engine/engine";
import { theWorld } from "../../components/engine/world";
import { noteServing } from "../../components/release/serving";
import { randomStack } from "../support/project";

const live = "/etc/nginx/live";

/** What is live is changed whole or not at all, on a container that stands for an edge and whose live folder has 24 KiB. */
describe("docker: the live folder of an edge, on a full disk", function () {
  this.timeout(60_000);
  const stack = randomStack();
  const edge = `shop-${stack}-edge`;
  const upstreams = Array.from({ length: 180 }, (_, at) => `service-${at} 172.17.0.2:${10000 + at}`).join(
    "\n",
  );
  const inEdge = (command: string) =>
    docker({}, "exec", "-u", "0", edge, "sh", "-c", `cd ${live}; ${command}`);

  before(async () => {
    const tmpfs = ["type=tmpfs", "device=tmpfs", "o=size=24k"].flatMap((option) => ["--opt", option]);
    await docker({}, "volume", "create", ...tmpfs, edge);
    await docker(
      {},
      ...["run", "--detach", "--name", edge, "--network", "none", "--volume", `${edge}:${live}`],
      ...Object.entries({ system: "shop", stack, role: "edge" }).flatMap(([key, value]) => [
        "--label",
        `io.pulumi-web-systems.${key}=${value}`,
      ]),
      ...["--env", `MAIN_CONFIG=events {} http { include ${live}/site.conf; }`],
      ...["--entrypoint", "sh", "local/nginx:1.26", "-c", "exec sleep 300"],
    );
  });
  beforeEach(async () => {
    await inEdge(
      `rm -rf ${live}/*; printf '%s\\n' '# release 1' '${upstreams.replaceAll("\n", "' '")}' >upstreams; echo '# old' >site.conf`,
    );
  });
  after(async () => {
    await docker({}, "rm", "--force", edge).catch(() => undefined);
    await docker({}, "volume", "rm", edge);
  });

  /** Leaves the rest of the disk, less some pages. */
  const fill = (pages: number) =>
    inEdge(
      `dd if=/dev/zero of=filler bs=4096 2>/dev/null; size=$(stat -c %s filler); truncate -s $((size - ${pages} * 4096)) filler`,
    );
  const isAsBefore = async () => {
    assert.equal(await inEdge("cat upstreams"), `# release 1\n${upstreams}`);
    assert.equal(await inEdge("cat site.conf"), "# old");
    assert.equal(await inEdge("ls"), "filler\nsite.conf\nupstreams");
  };
  const engine = Engine.of(theWorld);
  it("the note of a release fails, and the addresses stay", async () => {
    await fill(1);
    await assert.rejects(
      noteServing({ environment: {}, system: "shop", stack }, 2),
      /No space left on device/,
    );
    await isAsBefore();
  });

  for (const pages of [0, 1, 2, 3])
    it(`a switch with ${pages * 4} KiB left changes nothing`, async () => {
      await fill(pages);
      const job = { container: edge, holder: edge, site: "# new\n", upstreams, checks: [], probe: "" };
      await assert.rejects(
        switchEdge({ ...job, releaseFile: "/tmp/release.next" }, engine),
        /could not install the new configuration/,
      );
      await isAsBefore();
    });

  for (const selfSigned of ["", "DNS:localhost"])
    it(`a certificate ${selfSigned ? "made there" : "handed over"} is refused, and nothing of it stays`, async () => {
      await fill(0);
      const job = selfSigned ? { selfSigned } : { file: "tls-1.pem", pem: "certificate and key\n" };
      await assert.rejects(
        handOverCertificate({ container: edge, ...job }, engine, () => undefined),
        /The certificate could not be handed over/,
      );
      await isAsBefore();
    });

  it("static files are refused, and nothing of them stays", async () => {
    await fill(1);
    const job = { container: edge, image: "local/nginx:1.26", folder: "/etc", target: `${live}/files-1` };
    await assert.rejects(handOverBuild(job, engine), /the live folder cannot be written/);
    await isAsBefore();
  });
});
