import assert from "node:assert/strict";
import { advice, type Situation, troubleIn } from "../../../toolchain/engine-trouble";

const linux: Situation = {
  trouble: "down",
  stderr: "",
  installed: true,
  systemd: true,
  debian: false,
  root: false,
  platform: "linux",
  user: "ana",
};
const link = "https://docs.docker.com/engine/install/";

describe("why no engine answers", () => {
  const printed: [string, ReturnType<typeof troubleIn>][] = [
    [
      "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
      "down",
    ],
    [
      'error during connect: Get "http://10.0.0.9:2375/v1.41/version": dial tcp: connect: connection refused',
      "down",
    ],
    [
      "failed to connect to the docker API at unix:///x.sock: dial unix /x.sock: connect: no such file or directory",
      "down",
    ],
    [
      "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: " +
        'Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.24/version": dial unix /var/run/docker.sock: connect: permission denied',
      "denied",
    ],
    [
      "Error response from daemon: client version 1.51 is too new. Maximum supported API version is 1.41",
      "other",
    ],
    ["", "other"],
  ];
  for (const [stderr, trouble] of printed) {
    it(`${trouble}: ${stderr.slice(0, 50)}`, () => assert.equal(troubleIn(stderr), trouble));
  }
});

describe("advice about the engine", () => {
  const cases: [string, Partial<Situation>, string][] = [
    [
      "not installed, not Debian",
      { trouble: "no-client", installed: false },
      `Docker is not installed. Install it: ${link}.`,
    ],
    [
      "not installed, Debian without root",
      { trouble: "no-client", installed: false, debian: true },
      `Docker is not installed. Install it: run this as root, which installs and starts it, or see ${link}.`,
    ],
    [
      "not installed, a Mac",
      { trouble: "no-client", installed: false, platform: "darwin", systemd: false },
      "Docker is not installed. Install it: https://docs.docker.com/desktop/.",
    ],
    [
      "permission denied",
      { trouble: "denied" },
      "The Docker engine runs, but the user ana may not use it (permission denied on its socket).\n" +
        "Join its group: sudo usermod -aG docker ana\nThen log out and in again, or begin a shell with: newgrp docker",
    ],
    [
      "stopped service",
      {},
      "The Docker engine is installed but does not run. Start it: sudo systemctl start docker",
    ],
    [
      "stopped service, root",
      { root: true },
      "The Docker engine is installed but does not run. Start it: systemctl start docker",
    ],
    [
      "stopped, no systemd",
      { systemd: false },
      "The Docker engine is installed but does not run. Start it: sudo dockerd (as root, in the background)",
    ],
    [
      "only the client, a Mac",
      { installed: false, platform: "darwin", stderr: "Cannot connect to the Docker daemon" },
      "No Docker engine is installed or running.\nIt reports:\n  Cannot connect to the Docker daemon\n" +
        "Install one: https://docs.docker.com/desktop/. If it is installed, start it: open Docker Desktop (or colima start)",
    ],
    [
      "an engine that the user chose",
      { chosen: "DOCKER_HOST=tcp://10.0.0.9:2375", stderr: "connection refused", debian: true, root: true },
      "The Docker engine of DOCKER_HOST=tcp://10.0.0.9:2375 does not answer.\nIt reports:\n  connection refused\n" +
        "Start it or fix the address; or unset it to use an engine on this machine. Nothing was installed or started.",
    ],
    [
      "a chosen engine without a client",
      { chosen: "DOCKER_HOST=tcp://10.0.0.9:2375", trouble: "no-client", installed: false },
      `An engine is chosen (DOCKER_HOST=tcp://10.0.0.9:2375), but the program docker is not on PATH. Install it: ${link}`,
    ],
    [
      "the daemon without a client, Debian",
      { trouble: "no-client", debian: true },
      "The program docker is not on PATH. " +
        "Install it: sudo apt-get install docker-cli (before Debian 13, and on Ubuntu: docker.io)",
    ],
    [
      "runs without answering",
      { hung: 77, root: true, systemd: false },
      "dockerd runs (process 77) but does not answer.\nLook at its log; if it hangs, restart it: kill 77, then start again",
    ],
    [
      "anything else",
      { trouble: "other", installed: false, stderr: "client version 1.51 is too new" },
      "The Docker engine does not answer as expected.\nIt reports:\n  client version 1.51 is too new\n" +
        "Check what this prints: docker version",
    ],
  ];
  for (const [name, situation, expected] of cases) {
    it(name, () => assert.equal(advice({ ...linux, ...situation }), expected));
  }
});
