/**
 * Prints docs/graph.svg's source: `npx tsx docs/graph.ts | tred | dot -Tsvg > docs/graph.svg` (graphviz). Run it after a change of index.ts or of a
 * component's order.
 */
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { getMonitor } from "@pulumi/pulumi/runtime/settings";
import { root, stackFile, withMocks } from "../test/support/program";

interface Node {
  name: string;
  type: string;
  parent: string;
  before: string[];
}

/** Resources that every other one hangs on, or none: they would only hide the order. */
const hidden = /^(pulumi:|random:)|^docker:index\/(tag:Tag|volume:Volume|network:Network)$/;
const frames = /^web-systems:index:(?!Image$|Host$)/;

const nodes = new Map<string, Node>();

function watch(): void {
  const monitor = getMonitor() as unknown as {
    registerResource: (request: RegisterResourceRequest, callback: unknown) => unknown;
  };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    const [name, type, parent] = [request.getName(), request.getType(), request.getParent()];
    // A URN ends with `type$type::name`; name and own type tell all of ours apart.
    nodes.set(`${type}::${name}`, {
      name,
      type,
      parent: key(parent),
      before: request.getDependenciesList().map(key),
    });
    return register(request, callback);
  };
}

function key(urn: string): string {
  const [types = "", name = ""] = urn.split("::").slice(-2);
  return `${types.split("$").at(-1)}::${name}`;
}

function print(): void {
  const shown = [...nodes].filter(([, { type }]) => !hidden.test(type) && !type.startsWith("web-systems:"));
  const lines = [
    "digraph {",
    'rankdir=LR; node [shape=box, margin="0.2,0.05", fontname="sans-serif", fontsize=11]; edge [color="#777777"]',
  ];
  for (const [id, frame] of nodes) {
    const inside = shown.filter(([, node]) => framed(node) === id);
    if (!frames.test(frame.type) || inside.length === 0) continue;
    lines.push(
      `subgraph "cluster_${id}" { label="${frame.name}"; fontname="sans-serif"; color="#999999"; style=rounded`,
    );
    lines.push(...inside.map(([node, { name }]) => `"${node}" [label="${name}"]`), "}");
  }
  lines.push(
    ...shown.filter(([, node]) => !framed(node)).map(([node, { name }]) => `"${node}" [label="${name}"]`),
  );
  lines.push('"preflight" [style=dashed]', '"verification" [style=dashed]');
  const last = new Set(shown.map(([id]) => id));
  for (const [id, { before }] of shown) {
    const known = before.filter((each) => shown.some(([other]) => other === each));
    known.forEach((each) => last.delete(each));
    if (known.length === 0) lines.push(`"preflight" -> "${id}"`);
    lines.push(...known.map((each) => `"${each}" -> "${id}"`));
  }
  lines.push(...[...last].map((id) => `"${id}" -> "verification"`), "}");
  console.log(lines.join("\n"));
}

/** The outermost component that has a frame. */
function framed(node: Node): string | undefined {
  let found: string | undefined;
  for (let at = nodes.get(node.parent), id = node.parent; at; id = at.parent, at = nodes.get(at.parent))
    if (frames.test(at.type)) found = id;
  return found;
}

void withMocks("proxy-system", "dev", stackFile(root, "dev"), [], async () => {
  watch();
  await ((await import("../index")).default as unknown as () => Promise<unknown>)();
}).then(print);
