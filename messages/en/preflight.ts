import type { Problem } from "../problem";

/** What the preflight says. */
export const preflight = {
  cannotStart: "The release cannot start; nothing was changed.",
  noAnswer: ({ endpoint, said }: { endpoint: string; said: string }) =>
    `Docker does not answer at ${endpoint}: ${said}`,
  /** What to do about an engine that does not answer. */
  ways: {
    changedKey:
      "the host's key has changed. Ask its administrator for its fingerprint (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub there); only if the key was replaced on purpose: ssh-keygen -R HOST here, then ssh to it once",
    unknownKey:
      "this machine does not know the host's key yet. ssh to it once and compare the fingerprint with the one that its administrator gives you",
    noAccess: "give the host your public key (ssh-copy-id), or load your private key: ssh-add",
    ssh: "check that ssh to the host works, and that docker runs there: ssh USER@HOST docker version",
    tcp: (certificates: string | undefined) =>
      `check that the engine runs there${certificates === undefined ? "" : `, and that the certificates in ${certificates} belong to it`}`,
    unix: "start it (systemctl start docker, or npm start on Debian and Ubuntu), or name another engine: pulumi config set host ssh://USER@HOST",
    denied: "your user may not use its socket: sudo usermod -aG docker $USER, then log in again",
  },
  /** @param holder a container that belongs to no stack has an empty one */
  heldByContainer: (holder: {
    port: number;
    key: string;
    name: string;
    system: string;
    stack: string;
  }): Problem => {
    const { port, key, name, system, stack } = holder;
    const owner = stack === "" ? "" : ` of stack ${stack} of ${system}`;
    return {
      what: `Port ${port} of the host is taken by the container ${name}${owner}.`,
      fix: `choose another port in the stack file (${key}), or stop that container`,
    };
  },
  /** @param holder.program undefined: the user may not see which one */
  heldByProgram: (holder: {
    port: number;
    key: string;
    program: { name: string; pid: number } | undefined;
  }): Problem => {
    const { port, key, program } = holder;
    return {
      what: `Port ${port} of the host is taken by ${program ? `${program.name} (process ${program.pid})` : "another program"}.`,
      fix: `choose another port in the stack file (${key}), or stop that program`,
    };
  },
  tooFull: ({ free, folder, needed }: { free: number; folder: string; needed: number }): Problem => ({
    what: `Only ${free} MiB are free where Docker keeps its data (${folder}); a release needs ${needed} MiB.`,
    // Not docker system prune: it removes every container that does not run, whatever stack it belongs to, and networks.
    fix: "free some space: docker system df shows what takes it; docker image prune removes images without a name, docker builder prune what builds kept",
  }),
};
