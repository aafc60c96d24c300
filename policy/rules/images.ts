import type { ContainerRule, Image, ResourceRule } from "../rule";

export const imageById: ContainerRule = {
  name: "image-by-id",
  on: "container",
  source: "D16",
  what: "A container's image is named by id or digest, so that what was tested is what runs",
  remedy: "use the Image component's id",
  violations: ({ image }) => (/^sha256:.|@sha256:./.test(image) ? [] : [`uses ${image}`]),
};

export const imageTag: ResourceRule = {
  name: "image-tag",
  on: "image",
  source: "D16",
  what: "An image has a tag other than latest, or a digest",
  remedy: "write the version: postgres:17",
  violations: (props) => {
    const { name } = props as unknown as Image;
    // A colon before the last slash is a registry's port.
    const tag = /:([^:/]+)$/.exec(name)?.[1];
    return tag === undefined || tag === "latest" ? [`is ${name}`] : [];
  },
};
