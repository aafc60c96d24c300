import { products } from "../../components/database/products";
import { say } from "../../messages/say";
import type { Change } from "./change";
import type { Describe } from "./describe";
import { database, databasePassword, databaseVolume } from "./describe-database";
import { anything, container, network, provider, secret, volume } from "./describe-host";
import { image } from "./describe-images";
import { framework, migration, task } from "./describe-migrations";
import { nginx, nginxSwitch } from "./describe-nginx";
import { schedule, service } from "./describe-services";
import type { Section } from "./shape";

/** A row of {@link kinds}: what a resource must be like, and how it is told. */
export interface Kind {
  /** Type of the resource. */
  type: RegExp;
  /** One of the components around it, as `Nginx`. Unset: any, and none. */
  within?: string;
  /** Name of the resource. Unset: any. */
  name?: RegExp;
  section: Section;
  /** How it is told. Unset: it is part of what its component does, and is told only when nothing else of the component is. */
  describe?: Describe;
  /** One entry for each resource, instead of one for all of the component. */
  each?: true;
}

const part = { describe: undefined };
const container$ = /:Container$/;
const command = /:Command$/;
const volume$ = /:Volume$/;
const password = /:RandomPassword$/;
/** Component classes of databases. */
const databases = [...new Set(Object.values(products).map(({ component }) => component))];

/**
 * Every kind of resource and how a release tells it: the first row that fits counts. What fits no row is told as it is, never left
 * out; so a new resource needs a row only to be told well.
 */
export const kinds: Kind[] = [
  // A component does nothing by itself: its resources do.
  { type: /^(web-systems:index:|pulumi:pulumi:Stack$)/, section: "other", describe: () => undefined },
  { type: /^pulumi:providers:docker$/, section: "host", describe: provider },
  { type: /^pulumi:providers:/, section: "other", describe: () => undefined },
  { type: /:Network$/, section: "host", describe: network },
  { type: /:RemoteImage$/, section: "images", describe: image },
  { type: command, within: "Image", section: "images", describe: image },
  { type: /:Tag$/, within: "Image", section: "images", ...part },

  ...databases.flatMap((within): Kind[] => [
    { type: container$, within, section: "database", describe: database },
    { type: volume$, within, section: "database", describe: databaseVolume, each: true },
    { type: password, within, section: "database", describe: databasePassword },
    { type: /./, within, section: "database", ...part },
  ]),
  { type: container$, within: "Backups", section: "backup", describe: schedule },
  { type: /./, within: "Backups", section: "backup", ...part },
  { type: command, within: "Migration", section: "migrations", describe: migration },
  { type: command, within: "FrameworkMigration", section: "migrations", describe: framework },
  { type: command, within: "Seed", section: "tasks", describe: task },

  {
    type: command,
    within: "Redis",
    name: /-trial$/,
    section: "services",
    describe: ([change]) =>
      change?.op === "delete"
        ? undefined
        : { what: change?.name ?? "", says: say().preview.changes.services.trial },
  },
  { type: container$, within: "Service", section: "services", describe: service },
  { type: /./, within: "Service", section: "services", ...part },
  { type: container$, within: "Nginx", section: "nginx", describe: nginx },
  { type: command, within: "Nginx", name: /-switch$/, section: "nginx", describe: nginxSwitch },
  { type: /./, within: "Nginx", section: "nginx", ...part },

  { type: container$, section: "services", describe: container },
  { type: volume$, section: "other", describe: volume, each: true },
  { type: /^random:/, section: "other", describe: secret },
];

const rest: Kind = { type: /./, section: "other", describe: anything, each: true };

/** The row that fits a change. */
export function kindOf({ type, name, owner }: Change): Kind {
  const within = owner.types.map((each) => each.split(":").at(-1));
  const fits = (kind: Kind) =>
    kind.type.test(type) &&
    (kind.name?.test(name) ?? true) &&
    (kind.within === undefined || within.includes(kind.within));
  return kinds.find(fits) ?? rest;
}
