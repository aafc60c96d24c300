import type * as pulumi from "@pulumi/pulumi";

/** A user of a private registry. */
export interface Account {
  user: string;
  /** A secret. */
  password: pulumi.Input<string>;
}

/** Where images come from. */
export interface Sources {
  /**
   * What stands for `docker.io/library`: a registry or mirror, `host[:port][/path]`, or `local` for a host that asks none. See
   * `mirrored` for images of other registries.
   * @default "docker.io/library"
   * @example "mirror.example.cn/library"
   */
  registry?: string;
  /**
   * Accounts of private registries, by their address.
   * @default none
   * @example { "registry.example.cn": { user: "deploy", password: config.requireSecret("registryPassword") } }
   */
  accounts?: Record<string, Account>;
}

/** Who asks for images: a stack on its engine. */
export interface ImageAsker extends Sources {
  /** Environment that makes the `docker` command talk to the engine. */
  environment: Record<string, string>;
  /** `<system>-<stack>`: whose images they are. */
  prefix: string;
}
