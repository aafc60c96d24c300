/** A job failed; the message is for the person who reads it. */
export class JobError extends Error {
  override readonly name = "JobError";
}
