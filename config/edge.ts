import { z } from "zod";
import type { TlsArgs } from "../components/edge/args";
import { clientLimits, type ClientLimits } from "../components/edge/site";
import { say } from "../messages/say";
import { expecting } from "./expecting";
import { secrets } from "./service";
import { AbsolutePath, BindAddress, Network, Port, ServerName } from "./values";

const Tls = z
  .strictObject({
    port: Port.default(443).describe("Published port for https; http is redirected to it."),
    selfSigned: z
      .literal(
        true,
        expecting((say) => say.trueOrNothing),
      )
      .optional()
      .meta({
        description: "Make a certificate that no browser trusts: for dev and preprod.",
        example: true,
      }),
    certificateFile: AbsolutePath.optional().describe(
      "PEM file with the certificate and then its chain, on the machine that runs pulumi.",
    ),
    keyFile: AbsolutePath.optional().describe("PEM file of its key there, mode 0600."),
    certificate: z
      .string(expecting((say) => say.pem))
      .optional()
      .describe(
        "The certificate and then its chain, as PEM text; its key is the encrypted edge.secrets.TLS_KEY.",
      ),
    hstsSubDomains: z
      .boolean(expecting((say) => say.trueOrFalse))
      .default(false)
      .meta({
        description:
          "HSTS for all names below those of the site too; only when each of them has a certificate.",
        example: false,
      }),
  })
  .meta({
    example: { certificateFile: "/etc/proxy-system/tls.pem", keyFile: "/etc/proxy-system/tls.key" },
  });

const Maintenance = z
  .strictObject({
    allow: z
      .array(
        z.string().regex(
          /^\//,
          expecting((say) => say.pathOfSite),
        ),
      )
      .default([])
      .meta({ description: "Paths that are served all the same.", example: ["/health"] }),
    page: z.string().optional().describe("The page, as HTML of at most 3,000 bytes. Default: a sentence."),
    retryAfter: z
      .int(expecting((say) => say.seconds))
      .min(1)
      .default(300)
      .describe("Seconds after which clients should ask again."),
  })
  .meta({ example: { allow: ["/health"] } });

const limit = (unit: "seconds" | "KiB" | undefined, standard: number, description: string) =>
  z
    .int(expecting((say) => say.whole(unit)))
    .min(1)
    .optional()
    .meta({ description: `${description} Default: ${standard}.`, example: standard });

const Limits = z
  .strictObject({
    headSeconds: limit("seconds", clientLimits.headSeconds, "Seconds for the head of a request."),
    bodySeconds: limit(
      "seconds",
      clientLimits.bodySeconds,
      "Seconds that a client may be silent while it sends a body.",
    ),
    answerSeconds: limit(
      "seconds",
      clientLimits.answerSeconds,
      "Seconds that a client may take nothing of an answer.",
    ),
    headKiB: limit("KiB", clientLimits.headKiB, "KiB of one header; four such at most."),
    connections: limit(
      undefined,
      clientLimits.connections,
      "Requests and WebSockets of one address at the same time.",
    ),
  })
  .meta({ example: { connections: 200 } });

/**
 * Nginx, as a stack file describes it.
 *
 * @param where the group's full name, as in `proxy-system:edge`
 */
export function edgeSchema(where: string) {
  return z
    .strictObject({
      port: Port.describe("Published port for http."),
      bind: BindAddress.default("0.0.0.0").describe(
        "Address of the host that ports are published on: 127.0.0.1 for this machine only, 0.0.0.0 to accept connections from any host.",
      ),
      serverNames: z
        .array(ServerName)
        .default([])
        .meta({
          description: "Names that the site answers to; requests for others get 421. Empty: any name.",
          example: ["www.example.com"],
        }),
      tls: Tls.optional().describe("Serve over TLS. Without it a proxy of yours in front must add it."),
      secrets: secrets(where, "TLS_KEY: the key of tls.certificate, in PEM without a passphrase."),
      trustedProxies: z
        .array(Network)
        .default([])
        .meta({
          description: "Networks of your own proxies in front, whose X-Forwarded-For is believed.",
          example: ["10.0.0.0/8"],
        }),
      maxBodyMiB: z
        .int(expecting((say) => say.whole("MiB")))
        .min(1)
        .default(20)
        .meta({ description: "Largest request body in MiB; a larger one is answered 413.", example: 20 }),
      limits: Limits.optional().describe("What one client may take of Nginx; what is more is answered 429."),
      accessLog: z
        .enum(
          ["text", "json"],
          expecting((say) => say.either({ one: "text", other: "json" })),
        )
        .default("text")
        .meta({
          description:
            "One line for every request, without its query: readable, or JSON for a log collector.",
          example: "text",
        }),
      maintenance: Maintenance.optional().describe("Answer 503 with a page to everything but a few paths."),
    })
    .superRefine(({ tls, port, secrets: given }, context) => {
      const { expected } = say().config;
      const mistake = (path: string[], message: string) =>
        context.addIssue({ code: "custom", path, message });
      if (tls?.port === port) mistake(["tls", "port"], expected.anotherPort({ key: "port", port }));
      const key = given?.["TLS_KEY"] !== undefined;
      for (const name of Object.keys(given ?? {}))
        if (name !== "TLS_KEY") mistake(["secrets", name], expected.onlySecret("TLS_KEY"));
      if (!tls) return key ? mistake(["tls"], expected.certificateForKey) : undefined;
      const ways = [
        tls.selfSigned,
        tls.certificateFile ?? tls.keyFile,
        tls.certificate ?? (key || undefined),
      ];
      if (ways.filter((way) => way !== undefined).length !== 1) mistake(["tls"], expected.oneCertificate);
      else if ((tls.certificateFile === undefined) !== (tls.keyFile === undefined))
        mistake(["tls"], expected.together({ one: "certificateFile", other: "keyFile" }));
      else if ((tls.certificate === undefined) === key)
        mistake(["tls"], expected.together({ one: "certificate", other: "secrets.TLS_KEY" }));
    })
    .meta({ example: { port: 80 } });
}

/** A checked edge with every default filled in. */
export type Edge = z.infer<ReturnType<typeof edgeSchema>>;

/** What a stack file says of Nginx, as its component takes it. */
export function edgeArgs(edge: Edge) {
  const { port, bind, serverNames, trustedProxies, maxBodyMiB, limits, accessLog, maintenance } = edge;
  const tls = tlsArgs(edge);
  return {
    port,
    bind,
    serverNames,
    trustedProxies,
    maxBodyMiB,
    accessLog,
    ...(tls && { tls }),
    ...(limits && { limits: given(limits) }),
    ...(maintenance && { maintenance }),
  };
}

/** Without what is not set: that has its default. */
function given(limits: z.infer<typeof Limits>): Partial<ClientLimits> {
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
}

function tlsArgs({ tls, secrets: { TLS_KEY: key } }: Edge): TlsArgs | undefined {
  if (!tls) return undefined;
  const { port, hstsSubDomains, certificateFile, keyFile, certificate } = tls;
  const common = { port, hstsSubDomains };
  if (certificateFile !== undefined && keyFile !== undefined) return { ...common, certificateFile, keyFile };
  if (certificate !== undefined && key !== undefined) return { ...common, certificate, key };
  return { ...common, selfSigned: true };
}

/** Ports of the host that the edge publishes, by the key of the stack file that chooses each. */
export function edgePorts({ port, tls }: Edge): Record<string, number> {
  return { "edge.port": port, ...(tls && { "edge.tls.port": tls.port }) };
}
