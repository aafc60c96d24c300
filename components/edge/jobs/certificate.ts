import { say } from "../../../messages/say";
import type { Report } from "../../engine/run-job";
import type { CertificateJob } from "./job";
import { type Needed, NginxContainer } from "./nginx-container";

/** Root of the container writes, for the group of Nginx. */
const user = "0:nginx";

/**
 * Puts a certificate and its key into the live folder, or makes them there and tells the certificate. Nothing uses a file before the switch names it.
 *
 * @throws UserError with what failed
 */
export async function handOverCertificate(
  job: CertificateJob,
  engine: Needed,
  report: Report,
): Promise<void> {
  const texts = say().switching;
  const nginx = new NginxContainer(engine, job.container, texts.certificateFailed, texts.asBefore);
  await nginx.runs();
  if ("selfSigned" in job) {
    const made = await nginx.shell(["put.sh", "self-signed.sh"], { user, args: [job.selfSigned] });
    if (made.code !== 0) await nginx.fail(texts.notMade, made.said);
    report(made.said);
    return;
  }
  const put = await nginx.shell(["put.sh", "put-it.sh"], { user, args: [job.file], stdin: job.pem });
  if (put.code !== 0) await nginx.fail(texts.liveUnwritten, put.said);
}
