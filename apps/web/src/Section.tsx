import type { ReactNode } from "react";

interface Props {
  id: string;
  title: string;
  total?: number;
  reload: () => void;
  children: ReactNode;
}

/** One panel of the page, reachable from the navigation by its id. */
export function Section({ id, title, total, reload, children }: Props) {
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <header>
        <h2 id={`${id}-title`}>{title}</h2>
        {total !== undefined && <span className="quiet">共 {total} 条</span>}
        <button type="button" className="link" onClick={reload} aria-label={`刷新${title}`}>
          刷新
        </button>
      </header>
      <div className="body">{children}</div>
    </section>
  );
}
