import { judge } from "../../policy/judge";
import { types, type Container, type Resource } from "../../policy/rule";
import { rules } from "../../policy/rules";
import type { Registered } from "../support/program";

const specialKey = "4dabf18193072939515e22adb298388d";

/** A graph as the policy pack's library hands it to a rule: secrets are their values. */
export function graphOf(resources: Registered[]): Resource[] {
  return resources.map(({ inputs, ...rest }) => ({ ...rest, props: plain(inputs) as Resource["props"] }));
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if (specialKey in value && "value" in value) return plain(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

/** What the rules of a level find wrong in a graph, as `rule: resource text`. */
export function found(resources: Resource[], level: "mandatory" | "advisory"): string[] {
  return rules
    .filter((rule) => (rule.level ?? "mandatory") === level)
    .flatMap((rule) =>
      judge(rule, resources).map(({ resource, text }) => `${rule.name}: ${resource.name} ${text}`),
    );
}

/** Names of the rules that a graph violates, whatever their level. */
export const violated = (resources: Resource[]): string[] =>
  rules.filter((rule) => judge(rule, resources).length > 0).map(({ name }) => name);

/** A resource of a made-up graph. */
export const resource = (type: keyof typeof types, name: string, props: object): Resource => ({
  type: types[type],
  name,
  props: props as Resource["props"],
});

/** A container that no rule complains of. */
export const good = (role: string): Container => ({
  image: `sha256:${"a".repeat(64)}`,
  labels: [{ label: "io.pulumi-web-systems.role", value: role }],
  restart: "always",
  memory: 256,
  memorySwap: 256,
  cpus: "1.0",
  readOnly: true,
  tmpfs: { "/tmp": "" },
  capabilities: { drops: ["ALL"] },
  securityOpts: ["no-new-privileges:true"],
  logDriver: "json-file",
  logOpts: { "max-size": "10m", "max-file": "3" },
  networksAdvanced: [{ name: "shop" }],
  healthcheck: { tests: ["CMD-SHELL", "true"] },
  envs: ["LOG_LEVEL=info"],
  // What the provider fills in by itself.
  networkMode: "bridge",
});
