import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { hardened, healthcheck, onlyCapabilities } from "../workload/container";
import type { NginxArgs } from "./args";
import { live, ports } from "./site";

/** Folder of the volume that the holder's door is in. Each Debian has it, open to all: so the volume is too, when it is first mounted. */
const doorFolder = "/var/tmp";
const door = `${doorFolder}/door`;

/** Doors that Nginx asks at: the holder's, and that of a container that was an edge of its own before there was one. */
export const doors = [door, `${live}/ports/door`];

/** Text of hold-ports.pl. */
export const holdPorts = readFileSync(join(__dirname, "hold-ports.pl"), "utf8");

/**
 * All but what a client reaches (the ports, and the networks) and the restart policy, which is changed in place. A holder is left alone as long as
 * the ports and networks stay, also one that an earlier version of this component made, in which Nginx itself runs.
 */
const ofNoMatter = [
  "capabilities",
  "cpus",
  "destroyGraceSeconds",
  "entrypoints",
  "envs",
  "healthcheck",
  "image",
  "labels",
  "logDriver",
  "logOpts",
  "memory",
  "memorySwap",
  "readOnly",
  "securityOpts",
  "stopTimeout",
  "tmpfs",
  "user",
  "volumes",
  "wait",
];

/** What {@link createHolder} makes: a container, and the volume by which others reach it. */
export interface Holder {
  container: docker.Container;
  /** For the containers of Nginx. */
  doorMount: docker.types.input.ContainerVolume;
}

/** The container that the ports are published on. It opens them and hands them on, so that containers of Nginx can follow one another. */
export function createHolder(
  name: string,
  { host, image, bind, port, tls }: NginxArgs,
  volume: docker.Volume,
  parent: pulumi.Resource,
): Holder {
  const { prefix, provider } = host;
  const doors = new docker.Volume(
    `${name}-door`,
    { name: `${prefix}-${name}-door`, labels: host.labels(name) },
    { parent, provider },
  );
  const mount = { volumeName: doors.name, containerPath: doorFolder };
  const container = new docker.Container(
    name,
    {
      ...hardened({ host, service: name, role: "edge", memory: 32 }),
      name: `${prefix}-${name}`,
      image,
      user: "nginx",
      entrypoints: ["perl", "-e", holdPorts, door, "0", String(ports.http), String(ports.https)],
      // What is live is here too, in the one container of the edge whose name never changes; it is root's, as beside Nginx.
      volumes: [mount, { volumeName: volume.name, containerPath: live }],
      tmpfs: { "/tmp": "size=1m" },
      capabilities: onlyCapabilities(),
      ports: [
        { internal: ports.http, external: port, ip: bind },
        ...(tls ? [{ internal: ports.https, external: tls.port ?? 443, ip: bind }] : []),
      ],
      networksAdvanced: [{ name: host.network, aliases: ["nginx"] }],
      healthcheck: healthcheck({
        command: `test -S ${door}`,
        interval: 10,
        timeout: 5,
        retries: 3,
        startPeriod: 10,
      }),
      destroyGraceSeconds: 5,
      stopTimeout: 5,
    },
    // Two cannot have one name and one port.
    { parent, provider, deleteBeforeReplace: true, ignoreChanges: ofNoMatter },
  );
  return { container, doorMount: { ...mount, readOnly: true } };
}
