import { say } from "../../messages/say";
import type { ContainerRule, Image, ResourceRule } from "../rule";

export const imageById: ContainerRule = {
  name: "image-by-id",
  on: "container",
  source: "D16",
  violations: ({ image }) => (/^sha256:.|@sha256:./.test(image) ? [] : [say().policy.usesImage(image)]),
};

export const imageTag: ResourceRule = {
  name: "image-tag",
  on: "image",
  source: "D16",
  violations: (props) => {
    const { name } = props as unknown as Image;
    // A colon before the last slash is a registry's port.
    const tag = /:([^:/]+)$/.exec(name)?.[1];
    return tag === undefined || tag === "latest" ? [say().policy.isImage(name)] : [];
  },
};
