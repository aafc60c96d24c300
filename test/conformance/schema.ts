/** The part of a package schema, as a plugin serves it, that decides whether an SDK and the plugin understand each other. */

import type { SdkFunction, SdkResource } from "./sdk";

interface Property {
  readonly secret?: boolean;
}
type Properties = Readonly<Record<string, Property>>;

export interface ResourceSchema {
  readonly inputProperties?: Properties;
  readonly requiredInputs?: readonly string[];
  readonly properties?: Properties;
  /** Served where what an import takes differs in kind from what a resource has. */
  readonly stateInputs?: { readonly properties?: Properties };
}

export interface FunctionSchema {
  readonly inputs?: { readonly properties?: Properties };
  readonly outputs?: { readonly properties?: Properties };
}

export interface PackageSchema {
  readonly resources?: Readonly<Record<string, ResourceSchema>>;
  readonly functions?: Readonly<Record<string, FunctionSchema>>;
}

const names = (properties: Properties | undefined): string[] => Object.keys(properties ?? {}).sort();

/** Two sorted lists as "missing a, b; unexpected c", or undefined if they are the same. */
function difference(
  what: string,
  expected: readonly string[],
  served: readonly string[],
): string | undefined {
  const missing = expected.filter((name) => !served.includes(name));
  const unexpected = served.filter((name) => !expected.includes(name));
  const parts = [
    ...(missing.length > 0 ? [`the plugin lacks ${missing.join(", ")}`] : []),
    ...(unexpected.length > 0 ? [`the SDK does not know ${unexpected.join(", ")}`] : []),
  ];
  return parts.length > 0 ? `${what}: ${parts.join("; ")}` : undefined;
}

const present = (lines: readonly (string | undefined)[]): string[] =>
  lines.filter((line) => line !== undefined);

/** Where a resource of the SDK and the plugin's schema disagree, one line each; none if they agree. */
export function compareResource(sdk: SdkResource, schema: PackageSchema): string[] {
  const served = schema.resources?.[sdk.token];
  if (!served) return [`${sdk.token}: the plugin has no such resource`];
  const inputs = names(served.inputProperties);
  const outputs = names(served.properties);
  const secrets = outputs.filter((name) => served.properties?.[name]?.secret);
  return present([
    difference("inputs", sdk.inputs, inputs),
    difference("required inputs", sdk.required, [...(served.requiredInputs ?? [])].sort()),
    difference("outputs", sdk.outputs, served.stateInputs ? names(served.stateInputs.properties) : outputs),
    difference(
      "outputs that are no inputs",
      sdk.outputOnly,
      outputs.filter((name) => !inputs.includes(name)),
    ),
    difference("secret outputs", sdk.secrets, secrets),
  ]).map((line) => `${sdk.token}: ${line}`);
}

/** The same for a function. */
export function compareFunction(sdk: SdkFunction, schema: PackageSchema): string[] {
  const served = schema.functions?.[sdk.token];
  if (!served) return [`${sdk.token}: the plugin has no such function`];
  return present([
    difference("inputs", sdk.inputs, names(served.inputs?.properties)),
    sdk.outputs && difference("outputs", sdk.outputs, names(served.outputs?.properties)),
  ]).map((line) => `${sdk.token}: ${line}`);
}
