"use client";

import { useEffect, useState } from "react";

/** Asked from the running server: a new version needs no new build. */
export function Version() {
  const [version, setVersion] = useState("–");
  useEffect(() => {
    fetch("/version")
      .then((response) => response.json() as Promise<{ version: string }>)
      .then(({ version: running }) => setVersion(running))
      .catch(() => undefined);
  }, []);
  return (
    <footer>
      版本 <span data-testid="version">{version}</span>
    </footer>
  );
}
