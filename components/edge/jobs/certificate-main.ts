import { Engine } from "../../engine/engine";
import { runJob } from "../../engine/run-job";
import { handOverCertificate } from "./certificate";
import type { CertificateJob } from "./job";

runJob<CertificateJob>((job, report, world) => handOverCertificate(job, Engine.of(world), report));
