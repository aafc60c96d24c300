import { useCallback, useEffect, useState } from "react";
import { get } from "./api";

export type Fetched<Data> =
  { state: "loading" } | { state: "failed"; message: string } | { state: "ready"; data: Data };

/** Loads a path when the component appears, and again on `reload()`. */
export function useFetch<Data>(path: string): [Fetched<Data>, () => void] {
  const [result, setResult] = useState<Fetched<Data>>({ state: "loading" });
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    const controller = new AbortController();
    setResult({ state: "loading" });
    get<Data>(path, controller.signal).then(
      (data) => {
        if (!controller.signal.aborted) setResult({ state: "ready", data });
      },
      (error: Error) => {
        if (!controller.signal.aborted) setResult({ state: "failed", message: error.message });
      },
    );
    return () => controller.abort();
  }, [path, attempt]);

  return [result, useCallback(() => setAttempt((n) => n + 1), [])];
}
