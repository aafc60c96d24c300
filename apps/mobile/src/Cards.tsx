import type { ReactNode } from "react";
import type { Page } from "./api";
import { Loaded } from "./Loaded";
import { useFetch } from "./useFetch";

interface Props<Item> {
  path: string;
  testId: string;
  empty: string;
  children: (item: Item) => ReactNode;
}

/** A list from the API, one card a record. */
export function Cards<Item>({ path, testId, empty, children }: Props<Item>) {
  const [result, reload] = useFetch<Page<Item>>(path);
  return (
    <Loaded result={result} reload={reload}>
      {({ items, total }) => (
        <>
          <p className="quiet">共 {total} 条</p>
          <ul className="cards" data-testid={testId}>
            {items.map(children)}
          </ul>
          {items.length === 0 && <p className="notice">{empty}</p>}
        </>
      )}
    </Loaded>
  );
}
