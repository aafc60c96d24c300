import { labelPrefix, type Role } from "../components/engine/labels";
import type { Container } from "./rule";

/** What containers of a role may do that others may not. There are no exceptions but these. */
export interface Exceptions {
  /** Capabilities that may be added after ALL were dropped. */
  capabilities: string[];
  /** May be reachable from outside the host. */
  public: boolean;
  /** May start as root: its image gives root up by itself. */
  root: boolean;
  /** Restart policies. */
  restart: string[];
  /** Must have a health check. */
  healthCheck: boolean;
}

const service: Exceptions = {
  capabilities: [],
  public: false,
  root: false,
  restart: ["always"],
  healthCheck: true,
};

/** The exceptions of each role. A container without a known role has none. */
export const roles: Record<Role, Exceptions> = {
  service,
  // The images' entrypoints take over a fresh volume (CHOWN, FOWNER, DAC_OVERRIDE) and then give up root (SETUID, SETGID).
  database: {
    ...service,
    capabilities: ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"],
    root: true,
  },
  edge: { ...service, public: true },
  // A migration or a seed ends: it is not restarted, and its health is not checked.
  job: { ...service, restart: ["no"], healthCheck: false },
};

/** What a container may do, by its role. */
export const exceptionsOf = (role: Role | undefined): Exceptions => (role ? roles[role] : service);

/** The role that a container's label names; undefined when it has none or one that we do not know. */
export function roleOf(container: Container): Role | undefined {
  const found = (container.labels ?? []).find(({ label }) => label === `${labelPrefix}.role`)?.value;
  return found !== undefined && Object.hasOwn(roles, found) ? (found as Role) : undefined;
}
