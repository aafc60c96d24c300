import { counted } from "./lists";
import { problem } from "./problem";

const { fixLine } = problem;

/** What `edge` says. */
export const edge = {
  refused: (count: number) => `Nginx has ${counted(count, "mistake")}; it was not changed.`,
  /** What is wrong with an argument. */
  mistake: {
    serverName: (name: string) =>
      `serverNames: ${name} is not a server name; write one such as www.example.com`,
    serverNameTwice: (name: string) => `serverNames: ${name} is listed twice`,
    proxy: (network: string) => `trustedProxies: ${network} is not a network; write one such as 10.0.0.0/8`,
    noRoute: "routes: at least one is required",
    pathTwice: (path: string) => `routes: two have the path ${path}`,
    serviceTwice: (name: string) => `routes: two services have the name ${name}`,
    logFormat: "accessLog.format: must be a single line",
    port: ({ argument, value }: { argument: string; value: number }) =>
      `${argument}: ${value} is not a port from 1 to 65535`,
    portOfHttp: (port: number) => `tls.port: ${port} is already used for http`,
    notPath: ({ argument, value }: { argument: string; value: string }) =>
      `${argument}: ${value} is not a path`,
    pageTooLong: "maintenance.page: is longer than 3,000 bytes",
    pageEmpty: "maintenance.page: is empty",
    headerName: (name: string) => `headers: ${name} is not a header's name`,
    headerValue: (name: string) => `headers.${name}: its value has a line break or another control character`,
    verify: (mistake: string) => `verify: ${mistake}`,
    snippet: `snippet: is empty; ${fixLine("remove it")}`,
    notWhole: ({ argument, value }: { argument: string; value: number }) =>
      `${argument}: expected a whole number greater than 0, found ${value}`,
  },
  /** What is wrong with a route. */
  route: {
    of: ({ path, exact, mistake }: { path: string; exact: boolean; mistake: string }) =>
      `route ${exact ? "= " : ""}${path}: ${mistake}`,
    path: (path: string) => `path: ${path} is not a path; write one such as /api/`,
    manyWays: (keys: string[]) => `it has ${keys.join(" and ")}: requests can go one way only`,
    noWay: `it goes nowhere; ${fixLine("add `to`, `folder` or `redirectTo`")}`,
    noService: "to: is not a service of this program",
    serviceName: (name: string) => `to: ${name} is not a service's name`,
    twoChanges: "stripPath and rewriteTo: the path can be changed one way only",
    stripNeedsSlash: "stripPath: needs a path that ends with /",
    folder: (folder: string) => `folder: ${folder} is not an absolute path`,
    folderNeedsSlash: "folder: needs a path that ends with / and is not exact",
    redirectTo: (to: string) => `redirectTo: ${to} is neither a path nor an http(s) address`,
    status: (status: string) => `status: ${status} is not 301, 302, 307 or 308`,
    endless: ({ to, from }: { to: string; from: string }) =>
      `rewriteTo: ${to} is below ${from}, so this route would match it again, in an endless loop`,
  },
  /** What is wrong with a certificate and its key, and when it ends. */
  certificate: {
    notPem: "tls: the certificate is not PEM (-----BEGIN CERTIFICATE-----)",
    expired: (day: string) => `tls: the certificate expired on ${day}`,
    notYet: ({ from, daysLeft }: { from: string; daysLeft: number }) =>
      `tls: the certificate is not valid before ${from} (${counted(daysLeft, "day")} until it expires)`,
    otherKey: "tls: the key is not the key of the certificate",
    notCovered: ({ name, covered }: { name: string; covered: string | undefined }) =>
      `tls: the certificate does not cover ${name}; it covers ${covered ?? "no name"}`,
    readByOthers: (path: string) => `tls: ${path} can be read by others; ${fixLine(`chmod 600 ${path}`)}`,
    cannotRead: ({ path, code }: { path: string; code: string | undefined }) =>
      `tls: ${path} cannot be read: ${code ?? "unknown error"}`,
    encrypted: `tls: the key is encrypted, and Nginx cannot ask for its passphrase; ${fixLine("openssl pkey -in KEY")}`,
    notKey: "tls: the key is not a private key in PEM",
    endsSoon: ({ daysLeft, day, remedy }: { daysLeft: number; day: string; remedy: string }) =>
      daysLeft < 0
        ? `The certificate expired on ${day}. ${remedy}`
        : `The certificate expires in ${daysLeft === 0 ? "less than a day" : counted(daysLeft, "day")}, on ${day}. ${remedy}`,
    getNew: "Get a new one, then run 'pulumi up'.",
    makeNew: (urn: string) => `Create a new one: pulumi up --replace '${urn}'`,
  },
};
