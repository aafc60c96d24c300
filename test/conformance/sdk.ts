/** What an npm SDK of Pulumi expects of its plugin, read from the JavaScript that it was compiled to. */

/** A resource class. All lists are sorted. */
export interface SdkResource {
  readonly token: string;
  /** What the constructor takes from its arguments. */
  readonly inputs: readonly string[];
  /** What it cannot be created without. */
  readonly required: readonly string[];
  /** What a resource that exists has: the properties of the branch for `opts.id`. */
  readonly outputs: readonly string[];
  /** What only the plugin gives: marked `undefined /*out*\/`. */
  readonly outputOnly: readonly string[];
  /** What the SDK asks the engine to keep secret (`additionalSecretOutputs`). */
  readonly secrets: readonly string[];
}

/** A function ("invoke"). Sorted. */
export interface SdkFunction {
  readonly token: string;
  readonly inputs: readonly string[];
  /** From the result's type declaration; undefined if there is none. */
  readonly outputs: readonly string[] | undefined;
}

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

const allMatches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? "");

/** The text between a `{` at or after `from` and the `}` that closes it, and where that is. */
function block(text: string, from: number): { body: string; end: number } {
  const start = text.indexOf("{", from);
  let depth = 0;
  for (let at = start; at >= 0 && at < text.length; at++) {
    if (text[at] === "{") depth++;
    if (text[at] === "}" && --depth === 0) return { body: text.slice(start + 1, at), end: at + 1 };
  }
  throw new Error(`no closed block after character ${from}`);
}

/** The properties that a branch of a constructor assigns: those marked as outputs, and the others. */
function assigned(branch: string): { all: string[]; outputOnly: string[] } {
  const all: string[] = [];
  const outputOnly: string[] = [];
  for (const match of branch.matchAll(/resourceInputs\["(\w+)"\] = (.*)/g)) {
    all.push(match[1] ?? "");
    if (match[2]?.startsWith("undefined /*out*/")) outputOnly.push(match[1] ?? "");
  }
  return { all, outputOnly };
}

/**
 * The resource class in a file of an SDK, or undefined if it has none.
 * @throws Error if it has one whose constructor is not of the form that Pulumi generates.
 */
export function parseResource(source: string): SdkResource | undefined {
  const token = /__pulumiType = '([^']+)'/.exec(source)?.[1];
  // A provider's own class has no module in its token.
  if (token === undefined || !token.includes(":")) return undefined;
  const condition = /if \((!?)opts\.id\) \{/.exec(source);
  if (!condition) throw new Error(`${token}: no branch on opts.id in the constructor`);
  const first = block(source, condition.index);
  const second = block(source, first.end);
  const [created, existing] = condition[1] === "!" ? [first.body, second.body] : [second.body, first.body];
  const { all, outputOnly } = assigned(created);
  return {
    token,
    inputs: sorted(all.filter((name) => !outputOnly.includes(name))),
    required: sorted(allMatches(created, /Missing required property '(\w+)'/g)),
    outputs: sorted(assigned(existing).all),
    outputOnly: sorted(outputOnly),
    secrets: sorted(allMatches(/additionalSecretOutputs: \[([^\]]*)\]/.exec(source)?.[1] ?? "", /"(\w+)"/g)),
  };
}

/** The functions in a file of an SDK, with what the declaration file beside it says they return. */
export function parseFunctions(source: string, declarations: string): SdkFunction[] {
  const result = /export interface \w+Result \{/.exec(declarations);
  const outputs =
    result && sorted(allMatches(block(declarations, result.index).body, /^\s+readonly (\w+)\??:/gm));
  const found = new Map<string, SdkFunction>();
  for (const call of source.matchAll(/runtime\.invoke(?:Single)?\("([^"]+)", /g)) {
    const token = call[1] ?? "";
    const { body } = block(source, call.index + call[0].length);
    found.set(token, { token, inputs: sorted(allMatches(body, /"(\w+)":/g)), outputs: outputs ?? undefined });
  }
  return [...found.values()];
}
