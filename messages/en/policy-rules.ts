/** What must be so, and what to do when it is not, by the name of the rule. */
export const rules = {
  "no-secret-env": {
    what: "No secret is in a container's environment, where `docker inspect` shows it, encrypted in the state or not",
    fix: "hand it over as a file: the Service component's `secrets`, or the image's …_FILE variable",
  },
  "no-secret-build-args": {
    what: "No secret is a build argument: it stays readable in the image's history",
    fix: "give it to the container when it runs",
  },
  "no-secret-command": {
    what: "No secret is in a command's text or environment: the engine prints both when it fails",
    fix: "hand it over on stdin",
  },
  "database-port": {
    what: "A database's port is never published to other machines",
    fix: "leave localPort out, or use `docker exec` or an SSH tunnel to the host",
  },
  "database-port-local": {
    what: "A database's port is published on 127.0.0.1 only while a stack asks for it",
    fix: "remove localPort from the stack file when the tool no longer needs it",
  },
  "port-bound": {
    what: "A published port names its address and its number: Docker's own rules come before those of a firewall",
    fix: "give ports[].ip and ports[].external, and leave publishAllPorts out",
  },
  "only-edge-public": {
    what: "Only Nginx is reachable from other machines",
    fix: "give it a route of the Nginx component; a tool on the host gets a port of 127.0.0.1",
  },
  "own-network": {
    what: "Containers are on networks of their stack, never on Docker's default one",
    fix: "list the host's networks in networksAdvanced",
  },
  "no-shared-namespace": {
    what: "Containers share no namespace (network, processes, IPC, cgroups, users) with the host or one another",
    fix: "leave networkMode, pidMode, ipcMode, cgroupnsMode and usernsMode out",
  },
  "database-network-internal": {
    what: "A database is on internal networks only",
    fix: "use the host's databaseNetwork; it leaves it only while a stack asks for localPort",
  },
  "not-root": {
    what: "Processes do not run as root",
    fix: "leave user out (our images name their own) or give another",
  },
  "read-only-root": {
    what: "The root file system is read-only; what must be written is a tmpfs or a volume",
    fix: "readOnly: true, and a tmpfs for /tmp",
  },
  capabilities: {
    what: "All capabilities are dropped; a role gets back what its images cannot do without",
    fix: "capabilities: onlyCapabilities(); an exception belongs to a role, in policy/roles.ts",
  },
  "no-new-privileges": {
    what: "No process gets more rights than its parent (setuid programs)",
    fix: 'securityOpts: ["no-new-privileges:true"]',
  },
  "not-privileged": {
    what: "Never privileged, and no devices of the host",
    fix: "leave privileged and devices out",
  },
  "default-profiles": {
    what: "Docker's seccomp and AppArmor profiles stay in force",
    fix: "remove the option from securityOpts",
  },
  "no-engine-socket": {
    what: "No container gets the socket of a container engine: anyone who has it is root on the host",
    fix: "remove the mount",
  },
  "no-system-mount": {
    what: "No system folder of the host is mounted",
    fix: "mount the one folder that is needed, or use a volume",
  },
  "host-mount-read-only": {
    what: "What is mounted from the host is configuration and read-only; data is in volumes",
    fix: "readOnly: true, or a volume",
  },
  "no-volume-of-host": {
    what: "No volume is a folder of the host by another name, which the rules about mounts would not see",
    fix: "leave driverOpts out, or mount the folder by its path",
  },
  "memory-limit": {
    what: "Memory is limited, swap included",
    fix: "memory and memorySwap, in MiB; equal: no swap",
  },
  "cpu-limit": { what: "CPU time is limited", fix: 'cpus, e.g. "1.0"' },
  "log-rotation": {
    what: "Logs are rotated: they must not fill the disk",
    fix: 'logDriver: "json-file", logOpts: { "max-size": "10m", "max-file": "3" }',
  },
  "image-by-id": {
    what: "A container's image is named by id or digest, so that what was tested is what runs",
    fix: "use the Image component's id",
  },
  "image-tag": {
    what: "An image has a tag other than latest, or a digest",
    fix: "write the version: postgres:17",
  },
  role: {
    what: "A container's label states its role, to which exceptions belong",
    fix: "label it io.pulumi-web-systems.role: service, database, edge, job",
  },
  "health-check": {
    what: "Every long-running container has a health check",
    fix: "healthcheck: healthcheck({ … })",
  },
  restart: {
    what: "Services come back after a crash and a reboot, but not once they were stopped; jobs run once",
    fix: 'restart: "always"; "no" for jobs',
  },
  "database-volume-retained": {
    what: "A database's data is a named volume that stays when its resource is deleted",
    fix: "a docker.Volume with retainOnDelete: true",
  },
  "database-protected": {
    what: "A database's volume is protected against deletion, unless a stack says otherwise",
    fix: "database.protect: true in the stack file",
  },
  "engine-reached-safely": {
    what: "A remote engine is reached over SSH or with mutual TLS: anyone who can reach it is root there",
    fix: "ssh://user@host, or tcp:// with caMaterial, certMaterial and keyMaterial",
  },
  "command-engine-reached-safely": {
    what: "A remote engine is reached over SSH or with mutual TLS: anyone who can reach it is root there. Commands go there too",
    fix: "environment: host.environment, which reaches the same engine",
  },
};
