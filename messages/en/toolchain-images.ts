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
    `The Debian base image could not be made from ${mirror}:\n${said}\n` +
    "Name a mirror that this machine reaches in DEBIAN_MIRROR (such as https://mirrors.tuna.tsinghua.edu.cn/debian), " +
    "or a registry in REGISTRY_MIRROR, then run this again.",
  noWay: (names: readonly string[]) =>
    [
      `Base images are missing: ${names.join(", ")}.`,
      "No image registry answers, and they can be built only on Debian or Ubuntu as root. Do one of these:",
      "  - name a registry that this machine reaches: REGISTRY_MIRROR=mirror.example.com/library",
      "  - run this once as root on a Debian or Ubuntu machine, and copy the images from there:",
      `      docker save ${names.join(" ")} | gzip > base-images.tar.gz`,
      "      docker load -i base-images.tar.gz     (on this machine)",
    ].join("\n"),
};
