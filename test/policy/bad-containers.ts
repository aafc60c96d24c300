import type { Container } from "../../policy/rule";

/** Changes to a good service; each violates exactly one rule. */
export const bad: [rule: string, why: string, change: Partial<Container>][] = [
  ["no-secret-env", "a password by name", { envs: ["DB_PASSWORD=hunter2hunter2"] }],
  ["no-secret-env", "a password in a URL", { envs: ["BROKER=redis://:hunter2@redis:6379/0"] }],
  ["port-bound", "no address", { ports: [{ internal: 80, external: 80 }] }],
  ["port-bound", "any port", { ports: [{ internal: 80, ip: "127.0.0.1" }] }],
  ["port-bound", "every exposed port", { publishAllPorts: true }],
  ["only-edge-public", "public", { ports: [{ internal: 80, external: 80, ip: "0.0.0.0" }] }],
  ["only-edge-public", "public over IPv6", { ports: [{ internal: 80, external: 80, ip: "::" }] }],
  ["own-network", "no network", { networksAdvanced: [] }],
  ["own-network", "Docker's own network", { networksAdvanced: [{ name: "bridge" }] }],
  ["no-shared-namespace", "the host's network", { networkMode: "host" }],
  ["no-shared-namespace", "another container's processes", { pidMode: "container:db" }],
  ["no-shared-namespace", "the host's IPC", { ipcMode: "host" }],
  ["no-shared-namespace", "the host's cgroups", { cgroupnsMode: "host" }],
  ["no-shared-namespace", "the host's users", { usernsMode: "host" }],
  ["not-root", "root", { user: "0:0" }],
  ["read-only-root", "a writable root", { readOnly: false }],
  ["read-only-root", "no tmpfs", { tmpfs: {} }],
  ["capabilities", "none dropped", { capabilities: {} }],
  ["capabilities", "one added", { capabilities: { drops: ["ALL"], adds: ["CAP_SYS_ADMIN"] } }],
  ["capabilities", "a database's", { capabilities: { drops: ["ALL"], adds: ["CHOWN"] } }],
  ["no-new-privileges", "no option", { securityOpts: [] }],
  ["no-new-privileges", "switched off", { securityOpts: ["no-new-privileges:false"] }],
  ["not-privileged", "privileged", { privileged: true }],
  ["not-privileged", "a device", { devices: [{ hostPath: "/dev/sda" }] }],
  ["default-profiles", "seccomp", { securityOpts: ["no-new-privileges:true", "seccomp=unconfined"] }],
  ["default-profiles", "AppArmor", { securityOpts: ["no-new-privileges:true", "apparmor:unconfined"] }],
  ["no-engine-socket", "a volume", { volumes: [mounted("/var/run/docker.sock")] }],
  [
    "no-engine-socket",
    "a bind mount",
    { mounts: [{ type: "bind", source: "/run//docker.sock", target: "/s", readOnly: true }] },
  ],
  ["no-system-mount", "the root", { volumes: [mounted("/")] }],
  [
    "no-system-mount",
    "a path as a volume's name",
    { volumes: [{ volumeName: "/usr/local", containerPath: "/l", readOnly: true }] },
  ],
  ["no-system-mount", "all of /etc", { volumes: [mounted("/etc/")] }],
  ["no-system-mount", "below /proc", { volumes: [mounted("/proc/sys")] }],
  ["no-system-mount", "the engine's data", { volumes: [mounted("/srv/../var/lib/docker/volumes")] }],
  [
    "host-mount-read-only",
    "writable",
    { volumes: [{ hostPath: "/etc/shop/nginx", containerPath: "/etc/nginx" }] },
  ],
  ["memory-limit", "none", { memory: undefined }],
  ["memory-limit", "endless swap", { memorySwap: -1 }],
  ["cpu-limit", "none", { cpus: undefined }],
  ["log-rotation", "none", { logOpts: {} }],
  ["log-rotation", "the default driver", { logDriver: undefined, logOpts: {} }],
  ["image-by-id", "a tag", { image: "python:3.13" }],
  ["role", "no label", { labels: [] }],
  ["role", "an unknown one", { labels: [{ label: "io.pulumi-web-systems.role", value: "admin" }] }],
  ["health-check", "none", { healthcheck: undefined }],
  ["health-check", "switched off", { healthcheck: { tests: ["NONE"] } }],
  ["restart", "unless-stopped", { restart: "unless-stopped" }],
  ["restart", "the engine's default", { restart: undefined }],
];

/** A file of the host in a container. */
export function mounted(hostPath: string) {
  return { hostPath, containerPath: "/mounted", readOnly: true };
}
