import type { Messages } from "../en";

export const images: Messages["toolchain"]["images"] = {
  askingFor: ({ name, image }) => `${name}：正在获取 ${image}`,
  importing: ({ name, megabytes }) => `${name}：正在导入 ${megabytes} MB`,
  noAnswer: (seconds) => `${seconds} s 内没有响应`,
  notComplete: (minutes) => `${minutes} min 后仍未完成`,
  noRegistry: (why) => `没有可用的镜像仓库（${why}）：改为从 images/ 构建`,
  kept: (names) => `配方已更改，但保持原样：${names.join("、")}`,
  buildFailed: ({ image, folder, said }) => `从 ${folder} 构建 ${image} 失败：\n${said}`,
  rootFailed: ({ mirror, said }) =>
    `无法从 ${mirror} 制作 Debian 基础镜像：\n${said}\n` +
    "用 DEBIAN_MIRROR 指定本机可以访问的镜像站（例如 https://mirrors.tuna.tsinghua.edu.cn/debian），" +
    "或用 REGISTRY_MIRROR 指定镜像仓库，然后重新运行。",
  noWay: (names) =>
    [
      `缺少基础镜像：${names.join("、")}。`,
      "没有镜像仓库响应，而且只有在 Debian 或 Ubuntu 上以 root 身份才能构建。任选一种方法：",
      "  - 指定本机可以访问的镜像仓库：REGISTRY_MIRROR=mirror.example.com/library",
      "  - 在一台 Debian 或 Ubuntu 机器上以 root 身份运行一次本命令，再把镜像复制过来：",
      `      docker save ${names.join(" ")} | gzip > base-images.tar.gz`,
      "      docker load -i base-images.tar.gz     （在本机上）",
    ].join("\n"),
};
