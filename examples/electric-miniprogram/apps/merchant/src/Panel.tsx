import type { ReactNode } from "react";
import type { Asked } from "./useAsk";

interface Props<Data> {
  title: string;
  asked: Asked<Data>;
  children: (data: Data) => ReactNode;
}

/** Shows data once it is there; before that that it is loading, or why it failed and a way to try again. */
export function Panel<Data>({ title, asked: { data, failure, reload }, children }: Props<Data>) {
  return (
    <section>
      <header>
        <h2>{title}</h2>
        <button type="button" className="link" onClick={reload} aria-label={`刷新${title}`}>
          刷新
        </button>
      </header>
      {failure && (
        <p className="failed" data-testid="error" role="alert">
          {failure}
        </p>
      )}
      {data ? children(data) : !failure && <p role="status">正在加载…</p>}
    </section>
  );
}
