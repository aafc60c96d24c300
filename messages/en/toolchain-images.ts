/** How base images come to an engine. */
export const images = {
  askingFor: ({ name, image }: { name: string; image: string }) => `${name}: asking for ${image}`,
  importing: ({ name, megabytes }: { name: string; megabytes: number }) =>
    `${name}: importing ${megabytes} MB`,
  noAnswer: (seconds: number) => `no answer within ${seconds} s`,
  notComplete: (minutes: number) => `not complete after ${minutes} min`,
  noRegistry: (why: string) => `no registry (${why}): building from images/`,
  kept: (names: readonly string[]) => `kept as they are, though the recipes changed: ${names.join(", ")}`,
  buildFailed: ({ image, folder, said }: { image: string; folder: string; said: string }) =>
    `Building ${image} from ${folder} failed:\n${said}`,
  rootFailed: ({ mirror, said }: { mirror: string; said: string }) =>
    `The Debian base image could not be built from ${mirror}:\n${said}\n` +
    "Set DEBIAN_MIRROR to a mirror that this machine can reach (such as https://mirrors.tuna.tsinghua.edu.cn/debian), " +
    "or REGISTRY_MIRROR to a registry, then run this again.",
  noWay: (names: readonly string[]) =>
    [
      `Base images are missing: ${names.join(", ")}.`,
      "No image registry answers, and they can be built only on Debian or Ubuntu as root. Do one of these:",
      "  - set a registry that this machine can reach: REGISTRY_MIRROR=mirror.example.com/library",
      "  - run this once as root on a Debian or Ubuntu machine, and copy the images from there:",
      `      docker save ${names.join(" ")} | gzip > base-images.tar.gz`,
      "      docker load -i base-images.tar.gz     (on this machine)",
    ].join("\n"),
};
