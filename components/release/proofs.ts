import * as pulumi from "@pulumi/pulumi";

/** What the state says of a release's source, so that what lies on the host can be proven to be it. */
export interface Proof {
  number: number;
  /** Hash of the archive. */
  sha256: string;
  /** Where the project lies in it. */
  folder: string;
}

/** Releases of which the state keeps a proof: as many as keep their source. */
export const keptProofs = 20;

/**
 * Holds the proofs of the last releases in the state: only who may update the stack can write there. They are outputs of a component, so no preview shows
 * them as a change; an update that is no release leaves them as they are.
 */
export class ReleaseProofs extends pulumi.ComponentResource {
  constructor(name: string) {
    super("web-systems:index:ReleaseProofs", name);
  }

  /**
   * Adds one. Call it once at most, when the update has become a release.
   *
   * @param adopted gives those of earlier releases when the state has none: it is of an earlier version
   */
  add(proof: Promise<Proof | undefined>, adopted: () => Promise<Proof[]>): void {
    this.registerOutputs({ proofs: this.with(proof, adopted) });
  }

  /** The engine keeps the outputs of a component that registers none; the end of a constructor would register an empty set. */
  protected override registerOutputs(outputs?: pulumi.Inputs): void {
    if (outputs) super.registerOutputs(outputs);
  }

  private async with(added: Promise<Proof | undefined>, adopted: () => Promise<Proof[]>): Promise<Proof[]> {
    const [earlier, proof] = await Promise.all([this.earlier(), added]);
    const known = earlier.length > 0 ? earlier : await adopted();
    const others = known.filter(({ number }) => number !== proof?.number);
    return [...others, ...(proof ? [proof] : [])].slice(-keptProofs);
  }

  /** Those that the state has, as the last release left them. The engine tells this of any stack by name, so also of this one. */
  private async earlier(): Promise<Proof[]> {
    const stackName = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
    const [{ outputs = {} }, urn] = await Promise.all([
      pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName }) as Promise<{
        outputs?: Record<string, { outputs?: { proofs?: Proof[] } }>;
      }>,
      new Promise<string>((done) => this.urn.apply(done)),
    ]);
    return outputs[urn]?.outputs?.proofs ?? [];
  }
}
