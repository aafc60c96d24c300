/** Writes through Nginx all the while, one number after another, and keeps a list of what was acknowledged. */
export class Client {
  /** Numbers that were answered with 200: the system promised to keep them. */
  readonly acknowledged: number[] = [];
  /** How often an answer was not 200, or none came, by what came. */
  readonly failures: Record<string, number> = {};
  private next = 1;
  private running = true;
  private readonly work: Promise<void>;

  /** @param url of the site */
  constructor(
    private readonly url: string,
    private readonly pause = 100,
  ) {
    this.work = this.write();
  }

  async stop(): Promise<void> {
    this.running = false;
    await this.work;
  }

  private async write(): Promise<void> {
    while (this.running) {
      const number = this.next++;
      const answer = await this.post(number);
      if (answer === "200") this.acknowledged.push(number);
      else this.failures[answer] = (this.failures[answer] ?? 0) + 1;
      await new Promise((done) => setTimeout(done, this.pause));
    }
  }

  private async post(number: number): Promise<string> {
    try {
      const signal = AbortSignal.timeout(10_000);
      const response = await fetch(`${this.url}/rows/${number}`, { method: "POST", signal });
      await response.arrayBuffer();
      return String(response.status);
    } catch (error) {
      const { cause, name } = error as Error & { cause?: { code?: string } };
      return cause?.code ?? name;
    }
  }
}
