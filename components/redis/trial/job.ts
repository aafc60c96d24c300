/** A Redis that is to be shown to work before it takes the place of another one. Holds no secret. */
export interface TrialJob {
  /** Name of the component. */
  name: string;
  /** Id of the image. */
  image: string;
  /** In MiB. */
  memory: number;
  /** The settings, without a password. */
  conf: string;
  labels: Record<string, string>;
}
