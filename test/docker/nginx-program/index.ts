import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import {
  Host,
  Image,
  Nginx,
  type NginxArgs,
  type RouteArgs,
  type RouteTarget,
  Service,
} from "../../../components";

/** Nginx before two small services that answer with what they saw; its arguments come from the stack's configuration. */
export = () => {
  const { routes, ...site } = new pulumi.Config().requireObject<NginxArgs & { health?: string }>("site");
  const host = new Host("host", {
    system: pulumi.getProject(),
    stack: pulumi.getStack(),
    endpoint: "unix:///var/run/docker.sock",
  });
  const image = new Image("python", { host, name: "local/python:3.13-slim" }).id;
  const echo = (name: string) =>
    new Service(name, {
      host,
      image,
      command: ["python3", "-u", "-c", readFileSync(join(__dirname, "echo.py"), "utf8")],
      port: 8000,
      health: { path: site.health ?? "/?a=1&b='$HOME;c" },
      settings: { NAME: name },
      memory: 64,
    });
  const built = (context: string) =>
    new Image("static", {
      host,
      name: `${host.prefix}/static:1`,
      build: { context, bases: { DEBIAN_IMAGE: new Image("debian", { host, name: "local/debian:trixie" }) } },
    }).id;
  const [one, two] = [echo("one"), echo("two")];
  const services: Record<string, RouteTarget> = {
    one,
    both: {
      name: "both",
      addresses: [...one.addresses, ...two.addresses],
      port: 8000,
      ready: [...one.ready, ...two.ready],
    },
  };
  const nginx = new Nginx("nginx", {
    ...site,
    host,
    image: new Image("nginx-image", { host, name: "local/nginx:1.26" }).id,
    routes: (routes as unknown as { to?: string; build?: string }[]).map(
      ({ to, build, ...route }) =>
        ({
          ...route,
          ...(to && { to: services[to] }),
          ...(build && { files: { image: built(build), folder: "/srv/www" } }),
        }) as RouteArgs,
    ),
  });
  return { url: nginx.url, ...(nginx.certificate && { certificate: nginx.certificate }) };
};
