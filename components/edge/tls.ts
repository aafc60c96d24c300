import { createHash } from "node:crypto";
import { isIP } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { say } from "../../messages/say";
import type { Host } from "../engine/host";
import { nodeProgram } from "../engine/node-program";
import { UserError } from "../engine/user-error";
import type { CertificateJob } from "./jobs/job";
import {
  certificateFacts,
  certificateMistakes,
  expiryWarning,
  fingerprint,
  readKeyPair,
  type CertificateFacts,
  type KeyPair,
} from "./certificate";

/** Where the certificate and its key come from. */
export type TlsSource =
  | {
      /** PEM: the certificate and then its chain. */
      certificate: pulumi.Input<string>;
      /** PEM without a passphrase, from `pulumi config set --secret`. */
      key: pulumi.Input<string>;
    }
  | {
      /** Path of a PEM file on the machine that runs the program, with the certificate and then its chain. */
      certificateFile: string;
      /** Path of the key's PEM file there; mode 0600. */
      keyFile: string;
    }
  | {
      /**
       * For dev and preprod: made in the Nginx container by its OpenSSL, for `serverNames`, or else localhost. It stays in the live
       * volume, so it is the same at the next `up`, and its key is in no state file.
       */
      selfSigned: true;
    };

/** Arguments of {@link liveCertificate}. */
export interface LiveCertificateArgs {
  host: Host;
  source: TlsSource;
  /** Server names that it must cover. */
  names: string[];
  /** Name of the Nginx container. */
  container: pulumi.Input<string>;
  /** Hands over again when one of these changes. */
  triggers: pulumi.Input<unknown>[];
}

/** A certificate in the live folder of Nginx. */
export interface LiveCertificate {
  /** Name of its file, which tells its content too: so a new certificate is a new configuration, and an old one is not. */
  file: pulumi.Output<string>;
  facts: pulumi.Output<CertificateFacts>;
  handedOver: pulumi.Resource;
}

/** Names and addresses for the certificate of a site without names. */
const thisHost = ["localhost", "127.0.0.1", "::1"];

/**
 * Checks a certificate and puts it where Nginx can use it.
 *
 * The days that are left are counted with the host's clock: they are for people, and no resource hangs on them.
 *
 * @throws UserError naming everything that is wrong with the certificate; Nginx is untouched then
 */
export function liveCertificate(
  name: string,
  args: LiveCertificateArgs,
  parent: pulumi.Resource,
): LiveCertificate {
  return "selfSigned" in args.source
    ? selfSigned(name, args, parent)
    : given(name, checkedPair(args.source, args), args, parent);
}

function given(
  name: string,
  pair: pulumi.Output<KeyPair>,
  { host, container, triggers }: LiveCertificateArgs,
  parent: pulumi.Resource,
): LiveCertificate {
  // A certificate is public: every client gets it.
  const certificate = pulumi.unsecret(pair.certificate);
  const file = certificate.apply((text) => `tls-${fingerprint(text)}.pem`);
  const handedOver = nodeProgram<CertificateJob>(
    `${name}-certificate`,
    {
      file: [__dirname, "jobs/certificate-main"],
      host,
      job: pulumi.secret(
        pulumi.all([container, file, pair]).apply(([nginx, path, plain]) => ({
          ...{ container: nginx, file: path },
          pem: `${plain.certificate.trim()}\n${plain.key.trim()}\n`,
        })),
      ),
      triggers,
    },
    { parent },
  );
  return {
    file,
    handedOver,
    facts: factsOf(host, certificate, say().edge.certificate.getNew, parent),
  };
}

function selfSigned(
  name: string,
  { host, names, container, triggers }: LiveCertificateArgs,
  parent: pulumi.Resource,
): LiveCertificate {
  const subjects = (names.length > 0 ? names : thisHost)
    .map((subject) => `${isIP(subject) ? "IP" : "DNS"}:${subject}`)
    .join(",");
  const made = nodeProgram<CertificateJob>(
    `${name}-certificate`,
    {
      file: [__dirname, "jobs/certificate-main"],
      host,
      job: pulumi.output(container).apply((nginx) => ({ container: nginx, selfSigned: subjects })),
      triggers,
      quiet: true,
    },
    { parent },
  );
  const prefix = `self-signed-${createHash("sha256").update(subjects).digest("hex").slice(0, 8)}`;
  return {
    file: pulumi.unsecret(made.stdout).apply((text) => `${prefix}-${fingerprint(text)}.pem`),
    handedOver: made,
    facts: factsOf(
      host,
      pulumi.unsecret(made.stdout),
      made.urn.apply((urn) => say().edge.certificate.makeNew(urn)),
      parent,
    ),
  };
}

function factsOf(
  { world }: Host,
  certificate: pulumi.Output<string>,
  remedy: pulumi.Input<string>,
  parent: pulumi.Resource,
): pulumi.Output<CertificateFacts> {
  return pulumi.all([certificate, remedy]).apply(async ([text, mending]) => {
    const facts = certificateFacts(text, world.now());
    const warning = expiryWarning(facts, mending);
    if (warning) await pulumi.log.warn(warning, parent);
    return facts;
  });
}

/** What is wrong with a certificate whose text is known when the program runs; that of an output is checked when it is there. */
export function sourceMistakes(source: TlsSource, names: string[], now: Date): string[] {
  if ("selfSigned" in source) return [];
  if ("certificateFile" in source) {
    const { mistakes, ...pair } = readKeyPair(source);
    return mistakes.length > 0 ? mistakes : certificateMistakes(pair, names, now);
  }
  const { certificate, key } = source;
  if (typeof certificate !== "string" || typeof key !== "string") return [];
  return certificateMistakes({ certificate, key }, names, now);
}

function checkedPair(
  source: Exclude<TlsSource, { selfSigned: true }>,
  { host, names }: LiveCertificateArgs,
): pulumi.Output<KeyPair> {
  const pair = "certificate" in source ? source : readKeyPair(source);
  return pulumi.all([pair.certificate, pulumi.secret(pair.key)]).apply(([certificate, key]) => {
    refuse(certificateMistakes({ certificate, key }, names, host.world.now()));
    return { certificate, key };
  });
}

/** @throws UserError with all mistakes in one message, when there are any */
export function refuse(mistakes: string[]): void {
  if (mistakes.length === 0) return;
  throw new UserError({ what: say().edge.refused(mistakes.length), details: mistakes });
}
