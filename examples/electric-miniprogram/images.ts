import type { z } from "zod";
import { Host, Image } from "pulumi-web-systems";
import { packageSources } from "pulumi-web-systems/config";
import type { StackConfig } from "./config";

/** Official images that this system takes, or builds on. */
const official = {
  postgres: "postgres:17",
  nginx: "nginx:1.26",
  python: "python:3.13-slim",
  node: "node:20-slim",
};

/** Their names. */
export const officialImages = Object.values(official);

/** Arguments of {@link systemImages}. */
export interface SystemImagesArgs {
  host: Host;
  config: z.infer<typeof StackConfig>;
  /** What the official images' tags stand for now, as `preflight` found out. */
  pinned: Record<string, ConstructorParameters<typeof Image>[1]["name"]>;
}

/** Every image of the system: taken, or built from `apps/`. */
export function systemImages({ host, config, pinned }: SystemImagesArgs) {
  const taken = (name: keyof typeof official) =>
    new Image(`${name}-image`, { host, name: pinned[official[name]] ?? official[name] });
  const [python, node] = [taken("python"), taken("node")];
  const built = (name: "backend" | "merchant", bases: Record<string, Image>) => {
    const { version } = config[name];
    return new Image(`${name}-image`, {
      host,
      name: `${host.system}/${name}:${version}`,
      build: {
        context: `apps/${name}`,
        args: { VERSION: version },
        bases,
        packages: packageSources(config.builds),
      },
    });
  };
  return {
    python,
    node,
    postgres: taken("postgres"),
    nginx: taken("nginx"),
    backend: built("backend", { PYTHON_IMAGE: python }),
    merchant: built("merchant", { NODE_IMAGE: node }),
  };
}
