/**
 * All that commands read from the state of a stack, in one schema. `contract` in components/engine is its version, and says when it is raised.
 */
import { z } from "zod";
import type { AdministratorJob } from "../../components/administrator/administrator";
import { productOf } from "../../components/database/products";
import type { ProductName } from "../../components/database/product/product";
import type { Job } from "../../components/migration/runner/job";
import type { Proof } from "../../components/release/proofs";
import type { Plan } from "../../components/verification/checks";

/** A resource in a state, as far as commands read it. What else it has stays as it is. */
const Resource = z.looseObject({
  urn: z.string(),
  // Missing in none that the engine wrote.
  type: z.string().default(""),
  id: z.string().optional(),
  delete: z.boolean().optional(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
});
export type StatedResource = z.output<typeof Resource>;

/** What an update had begun when it was cut off. */
const Operation = z.looseObject({ type: z.string(), resource: Resource });

const Snapshot = z.looseObject({
  resources: z.array(Resource).nullish(),
  pending_operations: z.array(Operation).nullish(),
});
const read = (snapshot: z.output<typeof Snapshot> | null | undefined) => ({
  resources: snapshot?.resources ?? [],
  pending: snapshot?.pending_operations ?? [],
});

/** A whole state, as the CLI exports it or a file backend keeps it. A stack that was never updated has no resources. */
export const State = z.union([
  z.looseObject({ deployment: Snapshot.nullable() }).transform(({ deployment }) => read(deployment)),
  z
    .looseObject({ checkpoint: z.looseObject({ latest: Snapshot.nullish() }) })
    .transform(({ checkpoint }) => read(checkpoint.latest)),
]);

const product = z.custom<ProductName>((name) => typeof name === "string" && productOf(name) !== undefined);
/** What a check asks is what its author wrote: the check itself looks at it. */
const check = <T extends object>() => z.custom<T>((value) => typeof value === "object" && value !== null);
const list = <T extends object>() => z.array(check<T>());

const target = {
  ...{ product, container: z.string(), database: z.string() },
  ...{ owner: z.string(), client: z.string(), admin: z.string() },
};
const job: z.ZodType<Job> = z.looseObject({
  ...target,
  folder: z.string(),
  files: z.array(z.looseObject({ name: z.string(), sha256: z.string() })),
  upTo: z.int().optional(),
  lockWait: z.number(),
  backup: z.string().optional(),
  release: z.string().optional(),
});
const plan: z.ZodType<Plan> = z.looseObject({
  edge: z
    .looseObject({
      container: z.string(),
      scheme: z.enum(["http", "https"]),
      address: z.string().optional(),
      port: z.int(),
      host: z.string(),
      checks: list<NonNullable<Plan["edge"]>["checks"][number]>(),
    })
    .optional(),
  databases: z.array(
    z.looseObject({
      name: z.string(),
      target: z.looseObject(target),
      app: z.string().optional(),
      tables: list<Plan["databases"][number]["tables"][number]>(),
      queries: list<Plan["databases"][number]["queries"][number]>(),
    }),
  ),
  containers: z.array(z.looseObject({ service: z.string(), container: z.string() })),
  commands: z.array(
    z.looseObject({
      ...{ name: z.string(), container: z.string(), service: z.string() },
      ...{ command: z.array(z.string()), timeout: z.number() },
    }),
  ),
});
const administratorJob: z.ZodType<AdministratorJob> = z.looseObject({
  ...{ container: z.string(), command: z.array(z.string()), user: z.string() },
});
const proof: z.ZodType<Proof> = z.looseObject({ number: z.int(), sha256: z.string(), folder: z.string() });

const environment = z.record(z.string(), z.string());
const roles = { owner: z.string(), app: z.string() };

/** What components register for commands, by the last part of their type. An update that was cut off leaves out what it did not come to. */
export const outputs = {
  Host: { contract: z.int().min(1) },
  Migration: { job, environment },
  Verification: { plan, environment },
  Administrator: { job: administratorJob, environment },
  ReleaseProofs: { proofs: z.array(proof) },
  Postgres: roles,
  MySql: roles,
};
/** Kinds of components whose outputs commands read. */
export type Kind = keyof typeof outputs;
/** What one of a kind registered. */
export type Outputs<K extends Kind> = {
  [Name in keyof (typeof outputs)[K]]?: z.output<(typeof outputs)[K][Name]>;
};
