import { useCallback, useEffect, useState } from "react";
import { ask } from "./api";

/** What was asked for: not there yet, a failure's message, or the answer. */
export interface Asked<Data> {
  data?: Data;
  failure?: string;
  reload: () => void;
}

/** Asks when the component appears, when the path changes, and again on `reload()`. */
export function useAsk<Data>(path: string): Asked<Data> {
  const [state, setState] = useState<Omit<Asked<Data>, "reload">>({});
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let wanted = true;
    ask<Data>(path).then(
      (data) => wanted && setState({ data }),
      (error: Error) => wanted && setState({ failure: error.message }),
    );
    return () => {
      wanted = false;
    };
  }, [path, attempt]);
  return { ...state, reload: useCallback(() => setAttempt((count) => count + 1), []) };
}
