import { PolicyPack, type Policies, type ReportViolation } from "@pulumi/policy";
import { problemText } from "../messages/render";
import { say } from "../messages/say";
import { judgeOne } from "./judge";
import { NotYetKnown, plain } from "./plain";
import { types, type Rule } from "./rule";
import { rules } from "./rules";

/** A rule as the engine's policy. */
function policy(rule: Rule): Policies[number] {
  const text = say().policy;
  const { what, fix } = text.rules[rule.name];
  const about = {
    name: rule.name,
    description: text.description(what),
    enforcementLevel: rule.level ?? ("mandatory" as const),
    remediationSteps: fix,
  };
  const message = (name: string, violation: string) =>
    problemText({ what: text.found({ name, text: violation }), fix });
  if (rule.on === "stack")
    return {
      ...about,
      validateStack: ({ resources }, report) =>
        whenKnown(() => {
          const graph = resources.map(({ type, name, urn, props, opts }) => ({
            type,
            name,
            urn,
            props: plain(props),
            protect: opts.protect,
          }));
          for (const violation of rule.violations(graph))
            report(message(violation.resource.name, violation.text), violation.resource.urn);
        }),
    };
  return {
    ...about,
    validateResource: ({ type, name, props }, report: ReportViolation) => {
      if (type === types[rule.on])
        whenKnown(() => judgeOne(rule, plain(props)).forEach((each) => report(message(name, each))));
    },
  };
}

/**
 * A first preview does not know, for example, the id of an image that is not built yet. The library would report that once for every
 * rule and container; we say nothing then, because the update asks again, before it makes the container.
 */
function whenKnown(judge: () => void): void {
  try {
    judge();
  } catch (error) {
    if (!(error instanceof NotYetKnown)) throw error;
  }
}

new PolicyPack("web-systems", { policies: rules.map(policy) });
