import { roleOf } from "./roles";
import { types, type Container, type Resource, type Rule, type Violation } from "./rule";

/** What a rule finds wrong in a graph. */
export function judge(rule: Rule, resources: Resource[]): Violation[] {
  if (rule.on === "stack") return rule.violations(resources);
  return resources
    .filter(({ type }) => type === types[rule.on])
    .flatMap((resource) => judgeOne(rule, resource.props).map((text) => ({ resource, text })));
}

/** What a rule about single resources finds wrong in one of its type. */
export function judgeOne(rule: Exclude<Rule, { on: "stack" }>, props: Record<string, unknown>): string[] {
  if (rule.on !== "container") return rule.violations(props);
  const container = props as unknown as Container;
  return rule.violations(container, roleOf(container));
}
