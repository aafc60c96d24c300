import type { Messages } from "../en";

export const system: Messages["system"] = {
  builtAndPulled: (image) => ({
    what: `无法构建镜像 “${image}”：\`images\` 中已有同名镜像；未做任何更改。`,
    fix: "在 `images` 中改名，或给 apps/ 下的目录改名",
  }),
  builtTwice: (image) => ({
    what: `镜像 “${image}” 构建了两次，版本或参数不同；未做任何更改。`,
    fix: `只调用一次 built("${image}", …)，所有服务都用这个镜像`,
  }),
};
