import type { Problem } from "../problem";

/** What could let a registry not answer an engine. */
export type Cause = "certificate" | "plainHttp" | "unreachable";

const silenceFix: Record<Cause, (host: string) => string> = {
  certificate: (host) => `install its CA certificate on the host as /etc/docker/certs.d/${host}/ca.crt`,
  plainHttp: () => "serve the registry over HTTPS: plain HTTP is accepted on 127.0.0.1 only",
  unreachable: () =>
    "check that the host can reach it, set a mirror that it can reach (pulumi config set registry mirror.example.cn/library), or docker load the image there",
};

const badNames = {
  url: (image: string) => `${image} is not a valid image name: it starts like a URL`,
  grammar: (image: string) => `${image} is not a valid image name`,
  noVersion: (image: string) => `${image} has no version`,
  latest: (image: string) => `${image} names no version: latest is not one`,
};

/** What is said of images: their names, their registries, their builds. */
export const image = {
  badName: (image: string, wrong: keyof typeof badNames): Problem => ({
    what: badNames[wrong](image),
    fix: "write [registry/]name:version, for example postgres:17 or registry.example.cn/shop/redis:8",
  }),
  notOnHost: (name: string): Problem => ({
    what: `The image ${name} is not on the host.`,
    fix: "run npm start, which puts it there; or use a registry instead: pulumi config set registry docker.io/library",
  }),
  nothingWithin: (seconds: number) => `nothing within ${seconds} s`,
  stays: (found: { host: string; because: string; name: string; content: string }) => {
    const { host, because, name, content } = found;
    return `${host} does not answer (${because}); ${name} stays as the host has it: ${content}`;
  },
  registrySilent: (found: {
    host: string;
    because: string;
    cause: Cause;
    lacking: readonly string[];
  }): Problem => {
    const { host, because, cause, lacking } = found;
    return {
      what: `The registry ${host} does not answer the Docker engine (${because}), and the host does not have ${lacking.join(", ")}.`,
      fix: silenceFix[cause](host),
    };
  },
  notInRegistry: ({ name, host }: { name: string; host: string }): Problem => ({
    what: `The image ${name} does not exist in the registry ${host}.`,
    fix: "check its name and version, and the key registry of the stack file, which says where images come from",
  }),
  /** @param setPassword command that sets it */
  needsAccount: (refused: { name: string; host: string; setPassword: string }): Problem => {
    const { name, host, setPassword } = refused;
    return {
      what: `The registry ${host} requires an account for ${name}, or does not have it.`,
      fix: `check the name, or set an account: pulumi config set --path 'registries["${host}"].user' USER; ${setPassword}`,
    };
  },
  refusedTo: (refused: { name: string; host: string; user: string; setPassword: string }): Problem => {
    const { name, host, user, setPassword } = refused;
    return {
      what: `The registry ${host} does not let the user ${user} read ${name}: the password is wrong, or the user lacks permission.`,
      fix: `check the user's permissions there, or set a new password: ${setPassword}`,
    };
  },
  engineSilent: (name: string) => `The Docker engine does not answer, so ${name} is not available.`,

  cannotBeCreated: (name: string) => `The image ${name} cannot be created with these arguments.`,
  takenAndBuilt: (): Problem => ({
    what: "both an existing image and a `build` are given",
    fix: "leave out `build`, or make `name` the name and tag for the image that is built, without a digest",
  }),
  noDockerfile: (file: string): Problem => ({
    what: `there is no ${file}`,
    fix: "write one, or correct the build's context",
  }),
  fixedBase: ({ file, base }: { file: string; base: string }): Problem => ({
    what: `${file} uses ${base}, which no setting of the stack file can change`,
    fix: `ARG BASE_IMAGE=${base} before the first FROM, then \${BASE_IMAGE} in its place`,
  }),
  missingBase: ({ file, arg, base }: { file: string; arg: string; base: string }): Problem => ({
    what: `${file} starts from \${${arg}}, but no base image is given for it`,
    fix: `bases: { ${arg}: new Image(…, { host, name: "${base}" }) }`,
  }),
  unusedBase: ({ file, arg }: { file: string; arg: string }): Problem => ({
    what: `${file} has no FROM \${${arg}}`,
    fix: "remove it from bases",
  }),
  passwordInArgument: (name: string): Problem => ({
    what: `${name} holds a user or password, which anyone could read in the image's history`,
    fix: "remove it from the address, and restrict access on the network instead",
  }),
  noCaFile: (file: string): Problem => ({ what: `there is no ${file}`, fix: "correct caFile" }),
  /** The last lines of the build follow. */
  buildFailed: ({ name, context }: { name: string; context: string }) =>
    `The image ${name} could not be built from ${context}; nothing was changed. The last lines of its build:`,

  /** What is expected of a file with certificates for builds, where it is not so. */
  caFile: {
    missing: "a file on the machine that runs pulumi; there is none",
    unreadable: (code: string | undefined) => `a file that can be read (${code ?? "it cannot"})`,
    privateKey: "certificates only; it holds a private key too",
    tooLarge: (kib: number) =>
      `at most ${kib} KiB: the certificates of your own authorities, not the whole bundle of a system`,
    notPem: "certificates in PEM (-----BEGIN CERTIFICATE-----)",
  },
};
