/** What containers of a role are like, and what they may do that others may not. */
export interface RoleFacts {
  /** Capabilities that may be added after ALL were dropped. */
  capabilities: string[];
  /** May be reachable from outside the host. */
  public: boolean;
  /** May start as root: its image gives root up by itself. */
  root: boolean;
  /** When the engine starts it again. */
  restart: "always" | "no";
  /** Must have a health check. */
  healthCheck: boolean;
}

const service = {
  capabilities: [],
  public: false,
  root: false,
  // Not "unless-stopped": an engine that was killed finds its containers running, ends them as if by hand, and leaves them so.
  restart: "always",
  healthCheck: true,
} satisfies RoleFacts;

/**
 * The roles of containers: what the components make them with, and what the policy pack (`policy/`) allows them. There are no exceptions but
 * these. A new kind of container is a line here.
 */
export const roles = {
  service,
  // The images' entrypoints take over a fresh volume (CHOWN, FOWNER, DAC_OVERRIDE) and then give up root (SETUID, SETGID).
  database: {
    ...service,
    capabilities: ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"],
    root: true,
  },
  edge: { ...service, public: true },
  // A migration or a seed ends: it is not restarted, and its health is not checked.
  job: { ...service, restart: "no", healthCheck: false },
} satisfies Record<string, RoleFacts>;

/** What a container is for, whatever it is named. */
export type Role = keyof typeof roles;

/** What a container may do, by its role; one without a known role is a service. */
export const factsOf = (role: Role | undefined): RoleFacts => roles[role ?? "service"];

/** The role of that name, if there is one. */
export const roleNamed = (name: string | undefined): Role | undefined =>
  name !== undefined && Object.hasOwn(roles, name) ? (name as Role) : undefined;
