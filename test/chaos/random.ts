/** Numbers that look random and are the same for the same seed. */
export class Random {
  constructor(private state: number) {}

  /** From 0 to 1, without 1 (mulberry32: https://github.com/bryc/code/blob/master/jshash/PRNGs.md). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** One of several, each as likely as its weight says. */
  pick<T>(choices: readonly { weight: number; value: T }[]): T {
    const total = choices.reduce((sum, { weight }) => sum + weight, 0);
    let left = this.next() * total;
    for (const { weight, value } of choices) if ((left -= weight) < 0) return value;
    return choices.at(-1)!.value;
  }
}
