import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { connect } from "node:tls";
import { say } from "../../messages/say";
import { findings, type Finding } from "./finding";
import type { Context } from "../context/context";
import { hostOf } from "../../components/engine/api/address";

interface Tls {
  port?: number;
  certificateFile?: string;
  selfSigned?: boolean;
}

/** How long the certificate of the stack file lasts, and the one that is served. */
export async function certificates({ config, endpoint }: Context): Promise<Finding[]> {
  const { ok, warning, problem } = findings("certificates");
  const words = say().doctor.certificates;
  const {
    tls,
    bind = "0.0.0.0",
    serverNames,
  } = (config["edge"] ?? {}) as {
    tls?: Tls;
    bind?: string;
    serverNames?: string[];
  };
  if (!tls) return [ok(words.none)];
  const { port = 443, certificateFile } = tls;
  const found: Finding[] = [];
  if (certificateFile)
    try {
      found.push(judgeCertificate(certificateFile, new X509Certificate(readFileSync(certificateFile))));
    } catch (error) {
      found.push(problem(words.unreadable({ file: certificateFile, why: (error as Error).message })));
    }
  const host = bind === "0.0.0.0" ? (hostOf(endpoint) ?? "127.0.0.1") : bind;
  const served = await liveCertificate(host, port, serverNames?.[0]);
  found.push(
    served
      ? judgeCertificate(words.served(`${host}:${port}`), served)
      : warning(words.notServed(`${host}:${port}`)),
  );
  return found;
}

/** How long a certificate lasts. */
export function judgeCertificate(
  what: string,
  { validTo }: Pick<X509Certificate, "validTo">,
  now = new Date(),
): Finding {
  const { ok, warning, problem } = findings("certificates");
  const { expired, lasts, renewal } = say().doctor.certificates;
  const days = Math.floor((Date.parse(validTo) - now.getTime()) / 86_400_000);
  const until = new Date(validTo).toISOString().slice(0, 10);
  if (days < 0) return problem(expired({ what, until }), renewal);
  const text = lasts({ what, days, until });
  if (days < 7) return problem(text, renewal);
  return days < 30 ? warning(text, renewal) : ok(text);
}

/** The certificate that a server shows to one who asks by its name, whatever authority signed it; without one of its names Nginx shows none. */
export function liveCertificate(
  host: string,
  port: number,
  name?: string,
): Promise<X509Certificate | undefined> {
  const servername = name?.replace(/^\*\./, "any.");
  return new Promise((done) => {
    const options = {
      host,
      port,
      rejectUnauthorized: false,
      timeout: 5000,
      ...(servername && { servername }),
    };
    const socket = connect(options, () => {
      const { raw } = socket.getPeerCertificate();
      socket.end();
      done(raw ? new X509Certificate(raw) : undefined);
    });
    const nothing = () => {
      socket.destroy();
      done(undefined);
    };
    socket.on("error", nothing).on("timeout", nothing);
  });
}
