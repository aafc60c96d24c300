import { labelPrefix } from "../components/engine/labels";
import { roleNamed, type Role } from "../components/engine/roles";
import type { Container } from "./rule";

/** The role that a container's label names; undefined when it has none or one that we do not know. */
export function roleOf(container: Container): Role | undefined {
  return roleNamed((container.labels ?? []).find(({ label }) => label === `${labelPrefix}.role`)?.value);
}
