import type { Language } from "./client/dialect";
import { mariadb, mysql } from "./mysql/product";
import { postgresql } from "./postgres/product";
import type { Grammar } from "./product/grammar";
import type { Product, ProductName } from "./product/product";

/** Every product, by the name that an argument gives. */
export const products = { postgresql, mysql, mariadb } as const;

const byName = new Map<string | undefined, Product>(Object.values(products).map((each) => [each.name, each]));

/** A product by its name; undefined for a name that is none, as a label or a manifest of another version may hold. */
export function productOf(name: ProductName): Product;
export function productOf(name: string | undefined): Product | undefined;
export function productOf(name: string | undefined): Product | undefined {
  return byName.get(name);
}

const grammars = Object.fromEntries(
  Object.values(products).map(({ dialect, grammar }) => [dialect.language, grammar]),
) as Record<Language, Grammar>;

/** How SQL of a language is read. */
export function grammarOf(language: Language): Grammar {
  return grammars[language];
}
