import type { ReactNode } from "react";
import type { Fetched } from "./useFetch";

interface Props<Data> {
  result: Fetched<Data>;
  reload: () => void;
  children: (data: Data) => ReactNode;
}

/** Shows data once it is there; before that that it is loading, or why it failed and a way to try again. */
export function Loaded<Data>({ result, reload, children }: Props<Data>) {
  if (result.state === "ready") return children(result.data);
  if (result.state === "loading") {
    return (
      <p className="notice" data-testid="loading" role="status">
        正在加载…
      </p>
    );
  }
  return (
    <div className="notice failed" data-testid="error" role="alert">
      <p>{result.message}</p>
      <button type="button" onClick={reload}>
        重试
      </button>
    </div>
  );
}
