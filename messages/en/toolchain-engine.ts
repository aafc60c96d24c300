/** How a machine gets a Docker engine, and what is wrong with the one that it has. */
export const engine = {
  installing: "installing Docker with apt (about a minute)",
  starting: "starting the Docker engine (a few seconds)",
  waiting: (seconds: number) => `waiting for the Docker engine (${seconds} s)`,
  noLog: "(no log)",
  noAnswer: ({ seconds, logFile, log }: { seconds: number; logFile: string; log: string }) =>
    `dockerd did not answer within ${seconds} s, or ended. The end of its log, ${logFile}:\n${log}`,
  notStarted: (why: string) => `dockerd could not be started: ${why}`,
  notEnded: ({ pids, logFile }: { pids: readonly number[]; logFile: string }) =>
    `The Docker engine did not stop (process ${pids.join(", ")}). Its log: ${logFile}`,
  systemctlFailed: ({ said, log }: { said: string; log: string }) =>
    `systemctl start docker failed:\n${said}\nIts log ends with:\n${log}`,
  aptFailed: ({ packages, said }: { packages: readonly string[]; said: string }) =>
    `apt-get could not install ${packages.join(" ")}:\n${said}\n` +
    `Install them by hand (apt-get update && apt-get install ${packages.join(" ")}), then run this again.`,

  notEnoughSpace: (paths: readonly { path: string; free: string; needed: number }[]) =>
    [
      "Not enough disk space:",
      ...paths.map(({ path, free, needed }) => `  ${path}: ${free} GiB free, ${needed} GiB needed`),
      "Free some (docker system df shows what Docker holds), or set MIN_FREE_GIB to a smaller number if you know that less will do.",
    ].join("\n"),
  badMinimum: (text: string) => `MIN_FREE_GIB is "${text}"; expected a number of GiB, such as 5 or 0.5.`,

  // What is wrong with an engine that we must not or cannot start
  says: (lines: string) => `It reports:\n${lines}`,
  noClientOf: ({ chosen, how }: { chosen: string; how: string }) =>
    `An engine is chosen (${chosen}), but the program docker is not on PATH. Install it: ${how}`,
  noClient: (how: string) => `The program docker is not on PATH. Install it: ${how}`,
  chosenDown: ({ chosen, said }: { chosen: string; said: string }) =>
    `The Docker engine of ${chosen} does not answer.${said}\n` +
    "Start it or fix the address; or unset it to use an engine on this machine. Nothing was installed or started.",
  denied: (user: string) =>
    `The Docker engine runs, but the user ${user} may not use it (permission denied on its socket).\n` +
    `Join its group: sudo usermod -aG docker ${user}\nThen log out and in again, or begin a shell with: newgrp docker`,
  hung: ({ pid, said, how }: { pid: number; said: string; how: string }) =>
    `dockerd runs (process ${pid}) but does not answer.${said}\nLook at its log; if it hangs, restart it: ${how}`,
  stopped: (how: string) => `The Docker engine is installed but does not run. Start it: ${how}`,
  noEngine: ({ said, install, start }: { said: string; install: string; start: string }) =>
    `No Docker engine is installed or running.${said}\nInstall one: ${install}. If it is installed, start it: ${start}`,
  notInstalled: (how: string) => `Docker is not installed. Install it: ${how}.`,
  unexpected: (said: string) =>
    `The Docker engine does not answer as expected.${said}\nCheck what this prints: docker version`,

  // How it is started, restarted and installed
  openDesktop: "open Docker Desktop (or colima start)",
  inBackground: (command: string) => `${command} (as root, in the background)`,
  thenStart: (command: string) => `${command}, then start again`,
  runAsRoot: (link: string) => `run this as root, which installs and starts it, or see ${link}`,
  clientPackage: (command: string) => `${command} (before Debian 13, and on Ubuntu: docker.io)`,
};
