import { z } from "zod";
import type { PackageSources } from "../components/image/build";
import { caFileMistake } from "../components/image/ca-bundle";
import type { Sources } from "../components/engine/registries";
import { say } from "../messages/say";
import { expecting } from "./expecting";
import { secrets } from "./service";
import { AbsolutePath, RegistryHost, PackageMirror, type Registry } from "./values";

/**
 * Accounts of private registries, by their address.
 *
 * @param where the group's full name, as in `proxy-system:registries`
 */
export function registriesSchema(where: string) {
  const Account = z
    .strictObject({
      user: z
        .string(expecting((say) => say.name))
        .min(1)
        .meta({ description: "User that may read the images.", example: "deploy" }),
      secrets: secrets(`${where}["ADDRESS"]`, "PASSWORD: the user's password or token."),
    })
    .superRefine(({ secrets: given }, context) => {
      const { expected } = say().config;
      const mistake = (path: string[], message: string) =>
        context.addIssue({ code: "custom", path, message });
      for (const name of Object.keys(given ?? {}))
        if (name !== "PASSWORD") mistake(["secrets", name], expected.onlySecret("PASSWORD"));
      if (given?.["PASSWORD"] === undefined) mistake(["secrets", "PASSWORD"], expected.password);
    })
    .meta({ example: { user: "deploy" } });
  return z
    .record(RegistryHost, Account)
    .default({})
    .meta({
      description: "Accounts of private registries, by address: host or host:port.",
      example: { "registry.example.cn": { user: "deploy" } },
    });
}

/** Where builds get packages from. */
export const Builds = z
  .strictObject({
    apt: PackageMirror.optional().describe(
      "Mirror of Debian's archive, for Dockerfiles with ARG APT_MIRROR.",
    ),
    pip: PackageMirror.refine(
      (url) => url.startsWith("https:"),
      expecting((say) => say.httpsForPip),
    )
      .optional()
      .meta({
        description: "Mirror of PyPI's index, for Dockerfiles with ARG PIP_INDEX_URL.",
        example: "https://pypi.tuna.tsinghua.edu.cn/simple",
      }),
    npm: PackageMirror.optional().describe(
      "Mirror of the npm registry, for Dockerfiles with ARG NPM_REGISTRY.",
    ),
    caFile: AbsolutePath.superRefine((file, context) => {
      const message = caFileMistake(file);
      if (message !== undefined) context.addIssue({ code: "custom", message });
    })
      .optional()
      .meta({
        description:
          "PEM file of the machine that runs pulumi with your network's own authorities, for Dockerfiles with ARG CA_BUNDLE.",
        example: "/etc/ssl/certs/company.pem",
      }),
  })
  .meta({ example: { pip: "https://pypi.tuna.tsinghua.edu.cn/simple" } });

/** What a stack file says of images. */
interface ImageConfig {
  registry: z.infer<typeof Registry>;
  registries: z.infer<ReturnType<typeof registriesSchema>>;
  builds: z.infer<typeof Builds>;
}

/** Where images come from, as the host and the preflight take it. */
export function imageSources({ registry, registries }: Omit<ImageConfig, "builds">): Sources {
  const accounts = Object.entries(registries).flatMap(
    ([
      address,
      {
        user,
        secrets: { PASSWORD },
      },
    ]) => (PASSWORD === undefined ? [] : [[address, { user, password: PASSWORD }] as const]),
  );
  return { registry, ...(accounts.length > 0 && { accounts: Object.fromEntries(accounts) }) };
}

/** Where builds get packages from, as the Image component takes it: only what is set. */
export function packageSources(builds: ImageConfig["builds"]): PackageSources {
  return Object.fromEntries(Object.entries(builds).filter(([, value]) => value !== undefined));
}
