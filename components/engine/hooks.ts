import * as pulumi from "@pulumi/pulumi";

/** Hooks of the engine on a resource. */
export type Hooks = NonNullable<pulumi.CustomResourceOptions["hooks"]>;

/**
 * Hangs hooks on all containers, images, networks, volumes and jobs that are made from now on, beside those that they have.
 *
 * @param hooksFor by the type of a resource
 */
export function addHooks(hooksFor: (type: string) => Hooks): void {
  pulumi.runtime.registerStackTransformation(({ type, props, opts }) =>
    /^(docker|command):/.test(type)
      ? {
          props,
          opts: { ...opts, hooks: merged((opts as pulumi.CustomResourceOptions).hooks, hooksFor(type)) },
        }
      : undefined,
  );
}

/** Those of both, in their order. */
export function merged(present: Hooks = {}, more: Hooks): Hooks {
  const names = new Set([...Object.keys(present), ...Object.keys(more)]) as Set<keyof Hooks>;
  return Object.fromEntries(
    [...names].map((name) => [name, [...(present[name] ?? []), ...(more[name] ?? [])]]),
  );
}
