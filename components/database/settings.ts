import type { Product } from "./product/product";

/** Settings of a server by name. */
export type Settings = Record<string, string | number | boolean>;

/** The settings as arguments of the server's command line, each a word of its own, in order of their names. */
export function settingFlags(product: Pick<Product, "setting">, settings: Settings): string[] {
  const { prefix, on, off } = product.setting;
  return Object.entries(settings)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => {
      const text = typeof value === "boolean" ? (value ? on : off) : String(value);
      return prefix.length > 0 ? [...prefix, `${name}=${text}`] : [`--${name}=${text}`];
    });
}
