import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

/** A registry on 127.0.0.1, which Docker trusts without TLS. */
export interface TestRegistry {
  /** As in REGISTRY_MIRROR. */
  address: string;
  /** The paths that were asked for. */
  asked: string[];
  close(): void;
}

const digestOf = (content: Buffer) => `sha256:${createHash("sha256").update(content).digest("hex")}`;
const manifestType = "application/vnd.docker.distribution.manifest.v2+json";

/** Serves one image, with an empty layer, under the given name and tag, and nothing else. */
export async function imageRegistry(name: string, tag: string): Promise<TestRegistry> {
  const tar = Buffer.alloc(10_240);
  const layer = gzipSync(tar);
  const config = Buffer.from(
    JSON.stringify({
      architecture: process.arch === "arm64" ? "arm64" : "amd64",
      os: "linux",
      config: { Env: ["FROM_REGISTRY=yes"] },
      rootfs: { type: "layers", diff_ids: [digestOf(tar)] },
      history: [{ created_by: "test" }],
    }),
  );
  const part = (mediaType: string, content: Buffer) => ({
    mediaType,
    size: content.length,
    digest: digestOf(content),
  });
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestType,
      config: part("application/vnd.docker.container.image.v1+json", config),
      layers: [part("application/vnd.docker.image.rootfs.diff.tar.gzip", layer)],
    }),
  );
  const files = new Map<string, [string, Buffer]>([
    ["/v2/", ["application/json", Buffer.from("{}")]],
    [`/v2/${name}/manifests/${tag}`, [manifestType, manifest]],
    [`/v2/${name}/manifests/${digestOf(manifest)}`, [manifestType, manifest]],
    [`/v2/${name}/blobs/${digestOf(config)}`, ["application/octet-stream", config]],
    [`/v2/${name}/blobs/${digestOf(layer)}`, ["application/octet-stream", layer]],
  ]);
  return serve((path) => files.get(path) ?? "unknown");
}

/** Takes connections and never answers. */
export function silentRegistry(): Promise<TestRegistry> {
  return serve(() => "silence");
}

async function serve(
  answer: (path: string) => [string, Buffer] | "unknown" | "silence",
): Promise<TestRegistry> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const found = answer(request.url ?? "");
    if (found === "silence") return;
    if (found === "unknown")
      return void response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
    const [type, content] = found;
    const headers = {
      "content-type": type,
      "content-length": content.length,
      "docker-content-digest": digestOf(content),
    };
    response.writeHead(200, headers).end(request.method === "HEAD" ? undefined : content);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked, close };
}
