import * as pulumi from "@pulumi/pulumi";
import { ownState } from "../engine/own-state";

/** What the state says of a release's source, so that what lies on the host can be proven to be it. */
export interface Proof {
  number: number;
  /** Hash of the archive. */
  sha256: string;
  /** Where the project lies in it. */
  folder: string;
}

/**
 * The proofs that the state has after a release.
 *
 * @param kept numbers of the releases that keep their source, once it is recorded
 */
export function proofsAfter(
  known: Proof[],
  added: Proof | undefined,
  kept: () => ReadonlySet<number>,
): Proof[] {
  if (!added) return known;
  const numbers = kept();
  return [...known.filter(({ number }) => number !== added.number && numbers.has(number)), added];
}

/**
 * Keeps in the state the proofs of the releases whose source is kept: only who may update the stack can write there. They are outputs of a
 * component, so no preview shows them as a change; an update that is no release leaves them as they are.
 */
export class ReleaseProofs extends pulumi.ComponentResource {
  private readonly state: ReturnType<typeof ownState>;

  constructor(name: string) {
    super("web-systems:index:ReleaseProofs", name);
    this.state = ownState();
    // Who asks for it hears of a failure.
    this.state.catch(() => undefined);
  }

  /**
   * Adds one. Call it once at most, when the update has become a release.
   *
   * @param adopted gives those of earlier releases when the state has none: it is of an earlier version
   * @param kept numbers of the releases that keep theirs; asked once the proof is there
   */
  add(
    proof: Promise<Proof | undefined>,
    adopted: () => Promise<Proof[]>,
    kept: () => ReadonlySet<number>,
  ): void {
    this.registerOutputs({ proofs: this.with(proof, adopted, kept) });
  }

  /** The engine keeps the outputs of a component that registers none; the end of a constructor would register an empty set. */
  protected override registerOutputs(outputs?: pulumi.Inputs): void {
    if (outputs) super.registerOutputs(outputs);
  }

  private async with(
    added: Promise<Proof | undefined>,
    adopted: () => Promise<Proof[]>,
    kept: () => ReadonlySet<number>,
  ): Promise<Proof[]> {
    const [earlier, proof] = await Promise.all([this.earlier(), added]);
    return proofsAfter(earlier.length > 0 ? earlier : await adopted(), proof, kept);
  }

  /** Those that the state has, as the last release left them. */
  private async earlier(): Promise<Proof[]> {
    const urn = await new Promise<string>((done) => this.urn.apply(done));
    return ((await this.state)[urn]?.outputs["proofs"] ?? []) as Proof[];
  }
}
