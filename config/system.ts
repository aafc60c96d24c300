import { z } from "zod";
import { say } from "../messages/say";
import { Deployments } from "./deployments";
import { edgePorts, edgeSchema, type Edge } from "./edge";
import { expecting } from "./expecting";
import { Builds, registriesSchema } from "./images";
import { AbsolutePath, DockerEndpoint, Registry } from "./values";
import { ownSocket } from "../components/engine/api/address";

/**
 * Everything that the stack files of a system may say: the keys of every system, and its own. One strict object: what is not here is a
 * mistake.
 *
 * @param system the Pulumi project, the namespace of its keys
 * @param own the system's own groups, such as database and backend
 * @example
 * const StackConfig = systemSchema("shop", { database: Database.prefault({}), backend: backendSchema("shop:backend") });
 */
export function systemSchema<Own extends z.ZodRawShape>(system: string, own: Own) {
  return z
    .strictObject({ ...everySystems(system), ...own })
    .superRefine((config, context) => rules(config as Loose, context), alsoWhenWrong);
}

/**
 * For rules between keys (`superRefine(…, alsoWhenWrong)`): zod leaves them out when a key is wrong by itself, and then not all mistakes are
 * told at once. Such rules get values of which parts may be missing.
 */
export const alsoWhenWrong = {
  when: ({ value }: z.core.ParsePayload) => typeof value === "object" && value !== null,
};

/** What every system has: an engine, images, an edge, times of deployment. */
function everySystems(system: string) {
  return {
    host: DockerEndpoint.default(ownSocket).describe(
      "The Docker engine that the stack lives on: unix:///path, ssh://user@host or tcp://host:port.",
    ),
    hostCertificates: AbsolutePath.optional().describe(
      "Folder of this machine with ca.pem, cert.pem and key.pem, for an engine at tcp://: both sides prove who they are.",
    ),
    registry: Registry.default("docker.io/library").describe(
      "Registry, or mirror of one, that images come from; `local`: those that `npm start` put on the host.",
    ),
    registries: registriesSchema(`${system}:registries`),
    builds: Builds.prefault({}).describe(
      "Where builds of images get packages from; unset: from their makers.",
    ),
    allowWeakSecrets: z
      .boolean(expecting((say) => say.trueOrFalse))
      .default(false)
      .meta({
        description: "Take known defaults and short secrets too. For development only.",
        example: false,
      }),
    deployments: Deployments.prefault({}).describe(
      "When `pulumi up` may run: a freeze, and windows of time. Previews work always.",
    ),
    edge: edgeSchema(`${system}:edge`).describe("Nginx, the only container that is reached from outside."),
  };
}

/** What the stack file of every system says, with every default filled in. */
export type EverySystem = z.infer<z.ZodObject<ReturnType<typeof everySystems>>>;

/** A configuration whose parts may not have been parsed well: zod looks at the rules all the same, to say all at once. */
interface Loose {
  host?: string;
  hostCertificates?: string;
  edge?: Edge;
  [group: string]: unknown;
}

interface Group {
  localPort?: number;
  settings?: Record<string, string>;
  secrets?: Record<string, string>;
}

/** What no key can know by itself. */
function rules(config: Loose, context: z.RefinementCtx): void {
  const { expected } = say().config;
  const mistake = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
  const groups = Object.entries(config).filter(
    (entry): entry is [string, Group] => typeof entry[1] === "object" && entry[1] !== null,
  );
  const claimed = config.edge ? Object.entries(edgePorts(config.edge)) : [];
  for (const [name, { localPort }] of groups)
    for (const [key, port] of claimed)
      if (localPort !== undefined && port === localPort)
        mistake([name, "localPort"], expected.anotherPort({ key, port }));
  if (config.host?.startsWith("tcp:") !== (config.hostCertificates !== undefined))
    mistake(
      ["hostCertificates"],
      config.hostCertificates ? expected.noHostCertificates : expected.hostCertificates,
    );
  for (const [group, { settings, secrets }] of groups)
    for (const name of Object.keys(settings ?? {}))
      if (name in (secrets ?? {})) mistake([group, "settings", name], expected.nameNotIn(`${group}.secrets`));
}
