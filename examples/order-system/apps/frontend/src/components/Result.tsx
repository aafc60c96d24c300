import type { ReactNode } from "react";
import type { Loaded } from "@/lib/useApi";

interface Props<Data> {
  result: Loaded<Data>;
  reload: () => void;
  children: (data: Data) => ReactNode;
}

/** Shows data once it is there; before that that it is loading, or why it failed and a way to try again. */
export function Result<Data>({ result, reload, children }: Props<Data>) {
  if (result.state === "ready") return children(result.data);
  if (result.state === "loading") return <p role="status">正在加载…</p>;
  return (
    <p role="alert" className="failed">
      {result.message}{" "}
      <button type="button" onClick={reload}>
        重试
      </button>
    </p>
  );
}
