/** What a Dockerfile says of where it starts from and of what can be told to it. */
export interface Dockerfile {
  /** Base images that a build argument names: the argument, and its default image. */
  bases: Record<string, string>;
  /** Every build argument that it declares. */
  args: Set<string>;
  /** Images that it names by itself, so that no setting can reach them. */
  fixed: string[];
}

/** Reads a Dockerfile: the few instructions that matter here. */
export function readDockerfile(text: string): Dockerfile {
  const read: Dockerfile = { bases: {}, args: new Set(), fixed: [] };
  const before = new Map<string, string>();
  const stages: string[] = [];
  const use = (image: string) => {
    const arg = /^\$(?:\{(\w+)\}|(\w+))$/.exec(image);
    const name = arg?.[1] ?? arg?.[2];
    if (name !== undefined && before.has(name)) read.bases[name] = before.get(name) ?? "";
    else if (image !== "scratch" && !stages.includes(image.toLowerCase()) && !/^\d+$/.test(image))
      read.fixed.push(image);
  };
  for (const line of instructions(text)) {
    const [, word = "", rest = ""] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    const from = /--from=(\S+)/.exec(rest)?.[1];
    if (/^arg$/i.test(word)) {
      const [, name = "", value = ""] = /^(\w+)(?:=(.*))?$/.exec(rest.trim()) ?? [];
      read.args.add(name);
      if (stages.length === 0) before.set(name, value.replace(/^(["'])(.*)\1$/, "$2"));
    } else if (/^from$/i.test(word)) {
      const [image = "", as, stage] = rest.split(/\s+/).filter((part) => !part.startsWith("--"));
      use(image);
      stages.push(as?.toLowerCase() === "as" && stage ? stage.toLowerCase() : "");
    } else if (/^copy$/i.test(word) && from !== undefined) use(from);
  }
  return read;
}

/** Lines without comments, those that end in a backslash joined with the next. */
export function instructions(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => !/^\s*#/.test(line))
    .join("\n")
    .replace(/\\\s*\n/g, " ")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
