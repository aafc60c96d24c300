import { engineJob } from "../../engine/engine-job";
import { handOverCertificate } from "./certificate";
import type { CertificateJob } from "./job";

engineJob<CertificateJob>(handOverCertificate);
