import { PATHS } from "./api";
import { useFetch } from "./useFetch";

/** The version is a file beside the page, so that a new version needs no new build. */
export function Footer() {
  const [result] = useFetch<{ version: string }>(PATHS.version);
  return (
    <footer>
      版本 <span data-testid="version">{result.state === "ready" ? result.data.version : "–"}</span>
    </footer>
  );
}
