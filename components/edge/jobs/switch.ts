import { say } from "../../../messages/say";
import type { SwitchJob } from "./job";
import { type Needed, NginxContainer, type Step, type StepOptions, type Texts } from "./nginx-container";
import { takeOver } from "./take-over";

/** How the test of servers ends that Nginx has loaded already. */
const loaded = 3;

/**
 * Makes servers live in an Nginx, and sends requests to other containers. Tests the servers; installs and loads them when they are others than
 * before; verifies the candidates through them, while users are still served by the old containers; then switches. Back to what was live when
 * something fails. A new Nginx gets the published ports last, beside the old one, which ends when the new one serves.
 *
 * @throws UserError with what failed, and what serves
 */
export async function switchEdge(job: SwitchJob, engine: Needed): Promise<void> {
  await new Switch(job, engine).done();
}

class Switch {
  private readonly nginx: NginxContainer;
  private readonly texts = say().switching;
  /** Nginx has other servers loaded than those of before. */
  private isReloaded = true;

  constructor(
    private readonly job: SwitchJob,
    private readonly engine: Needed,
  ) {
    const { switchFailed, oldServes } = this.texts;
    this.nginx = new NginxContainer(engine, job.container, switchFailed, oldServes);
  }

  async done(): Promise<void> {
    const { job, nginx, texts } = this;
    await nginx.runs();
    const undone = await this.asRoot(["restore.sh"], { args: ["cut-off"] });
    if (undone.code !== 0) await nginx.fail(texts.notUndone, undone.said);

    const tested = await nginx.shell(["test.sh"], { stdin: job.site });
    this.isReloaded = tested.code !== loaded;
    if (tested.code !== 0 && this.isReloaded) await nginx.fail(texts.refused, tested.said);

    const installed = await this.asRoot(["install.sh"]);
    if (installed.code !== 0) {
      await this.asRoot(["restore.sh"], { args: ["not-installed"] });
      await nginx.fail(texts.notInstalled, installed.said);
    }
    if (this.isReloaded) await this.orBack(this.reload(), texts.notReloaded);
    const checks = { args: [job.probe, ...job.checks] };
    await this.orBack(nginx.shell(["check.sh"], checks), texts.notVerified);

    await this.orBack(takeOver(nginx, job.holder, this.engine), texts.noPorts);
    await this.orBack(this.asRoot(["public.sh", "name.sh"]), texts.notInstalled);
    // Through the ports that users come by, of which no check above knows.
    await this.orBack(nginx.perl("ask-ports.pl", [job.holder, "8080", "8443"]), texts.notPublished);
    await this.orBack(this.asRoot(["commit.sh"]), texts.notInstalled);
    await this.asRoot(["tidy.sh"]);
  }

  /** Goes on when a step succeeded; else back to what was live before. */
  private async orBack(step: Promise<Step>, why: string): Promise<void> {
    const { code, said } = await step;
    if (code === 0) return;
    const { texts, nginx } = this;
    const restored = await this.asRoot(["restore.sh"], { args: ["refused"] });
    const back = restored.code === 0 && this.isReloaded ? await this.reload() : restored;
    if (back.code === 0) return nginx.fail(texts.andBack({ why }), said);
    await nginx.fail(texts.andNotBack({ why }), `${said}\n${back.said}`);
  }

  private reload(): Promise<Step> {
    return this.nginx.shell(["workers.sh", "public.sh", "reload.sh"]);
  }

  /** The live folder belongs to root, so that Nginx itself cannot write it. */
  private asRoot(names: Texts, options: StepOptions = {}): Promise<Step> {
    const environment = { UPSTREAMS: this.job.upstreams, RELEASE_FILE: this.job.releaseFile };
    return this.nginx.shell(names, { ...options, environment, user: "0" });
  }
}
