/** A switch of the edge. The servers are those of a rendered site; nothing in them is secret. */
export interface SwitchJob {
  /** Name of the Nginx container. */
  container: string;
  /** Name of the container that holds the published ports. */
  holder: string;
  /** The servers, as text for Nginx. */
  site: string;
  /** Where the containers of each service are, a line each; see renderUpstreams. */
  upstreams: string;
  /** File in the container whose line says which release it is, when it is there. */
  releaseFile: string;
  /** Paths that must answer well through Nginx. */
  checks: string[];
  /** Shell command that asks for the path `$1`. */
  probe: string;
}

/** The files of a static build are to lie beside Nginx. */
export interface FilesJob {
  /** Name of the Nginx container. */
  container: string;
  /** Id of the image that has them. */
  image: string;
  /** Their folder in the image. */
  folder: string;
  /** Where they are to lie in the container. */
  target: string;
}

/** A certificate is to lie beside Nginx. Holds its key. */
export type CertificateJob = {
  /** Name of the Nginx container. */
  container: string;
} & (
  | {
      /** Name of the file in the live folder. */
      file: string;
      /** Certificate and key, as PEM. */
      pem: string;
    }
  | {
      /** Made there instead, for this subjectAltName of OpenSSL: the job prints it. */
      selfSigned: string;
    }
);
