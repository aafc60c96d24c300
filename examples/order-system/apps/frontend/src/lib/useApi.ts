import { useCallback, useEffect, useState } from "react";
import { api, type ApiError } from "./api";

export type Loaded<Data> =
  { state: "loading" } | { state: "failed"; message: string } | { state: "ready"; data: Data };

/** Loads a path of the API when the component appears, and again on `reload()`. */
export function useApi<Data>(path: string, token?: string): [Loaded<Data>, () => void] {
  const [result, setResult] = useState<Loaded<Data>>({ state: "loading" });
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let current = true;
    api<Data>(path, { token }).then(
      (data) => current && setResult({ state: "ready", data }),
      (error: ApiError) => current && setResult({ state: "failed", message: error.message }),
    );
    return () => {
      current = false;
    };
  }, [path, token, attempt]);

  return [result, useCallback(() => setAttempt((before) => before + 1), [])];
}
