import type { Product } from "./product/product";

/** What the steps of {@link upgradePath} name. */
export interface Upgraded {
  /** The component's name. */
  name: string;
  /** Container that runs the old version. */
  container: string;
  /** Volume with the old version's data. */
  volume: string;
  /** Pulumi refuses to exchange the volume. */
  isProtected: boolean;
}

/**
 * The way from one major version to the next, as commands that a person can copy. The old data stays as it is, so the way back is
 * the old image and the old volume. `@NEW@` stands for the new version and `@IMAGE@` for its image: the guard knows them.
 */
export function upgradePath(
  { guard, data: folder }: Pick<Product, "guard" | "data">,
  { name, container, volume, isProtected }: Upgraded,
): string[] {
  const next = `${container}-@NEW@`;
  const data = `${volume}-@NEW@`;
  const run = `docker run --detach --name ${next} --network none --volume ${data}:${folder}`;
  const unprotect = isProtected ? ` (it is protected: first pulumi state unprotect, for ${name}-data)` : "";
  const steps = [
    "stop what writes to it (docker stop, the services of this stack); if the engine restarts before the last step, it starts them again: start over",
    ...guard.upgrade({ container, next, volume, data, run }),
    `docker stop --time 60 ${next} && docker rm --volumes ${next}`,
    `set volume: "${data}" for database ${name}${unprotect}, then pulumi up`,
  ];
  return steps.map((step, at) => `${at + 1}. ${step}`);
}
