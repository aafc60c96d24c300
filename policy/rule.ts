import type { ContainerArgs, ProviderArgs, RemoteImageArgs, VolumeArgs } from "@pulumi/docker";
import type { local } from "@pulumi/command";
import type { Unwrap } from "@pulumi/pulumi";
import type { Messages } from "../messages/en";
import type { Role } from "../components/engine/roles";

/** A container's arguments as the resource graph shows them. */
export type Container = Unwrap<ContainerArgs>;
/** An image's arguments. */
export type Image = Unwrap<RemoteImageArgs>;
/** An engine's arguments. */
export type Engine = Unwrap<ProviderArgs>;
/** A volume's arguments. */
export type Volume = Unwrap<VolumeArgs>;
/** A command's arguments. */
export type Command = Unwrap<local.CommandArgs>;

/** What all rules say of themselves: the table of README.md and the engine's messages are made of it. */
interface About {
  /** Unique, e.g. `read-only-root`. What must be so, and what to do when it is not, stand under it in the catalogue. */
  name: keyof Messages["policy"]["rules"];
  /** Number in the project's list of security rules (D) or of faults (C), e.g. `D8`; README.md quotes them. */
  source: string;
  /** Numbers in the CIS Docker Benchmark. */
  cis?: string[];
  /** `mandatory` (the default) refuses the update; `advisory` is shown and goes on: something that a stack asked for. */
  level?: "advisory";
}

/** A rule about one container, which may know exceptions for its role. */
export interface ContainerRule extends About {
  on: "container";
  /** What is wrong, a text each; none when all is well. */
  violations(container: Container, role: Role | undefined): string[];
}

/** A rule about one resource of another type. */
export interface ResourceRule extends About {
  on: "image" | "volume" | "engine" | "command";
  violations(props: Record<string, unknown>): string[];
}

/** A rule about how resources hang together. */
export interface StackRule extends About {
  on: "stack";
  violations(resources: Resource[]): Violation[];
}

export type Rule = ContainerRule | ResourceRule | StackRule;

/** A resource of the graph. */
export interface Resource {
  type: string;
  name: string;
  /** The engine's name for it; tests under mocks have none. */
  urn?: string;
  props: Record<string, unknown>;
  /** The option `protect`; undefined where the graph does not show it. */
  protect?: boolean;
  /** The option `retainOnDelete`, which only the tests' graph shows: a policy pack is not told. */
  retainOnDelete?: boolean;
}

/** A violation of a rule about the whole stack, and which resource it is about. */
export interface Violation {
  resource: Resource;
  text: string;
}

/** Types of resources, by the word that rules use for them. */
export const types = {
  container: "docker:index/container:Container",
  image: "docker:index/remoteImage:RemoteImage",
  engine: "pulumi:providers:docker",
  command: "command:local:Command",
  network: "docker:index/network:Network",
  volume: "docker:index/volume:Volume",
} as const;
