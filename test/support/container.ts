import type { Container } from "../../components/engine/engine";
import { labelPrefix } from "../../components/engine/labels";

/** A container as the engine has it: one that runs, unless it is said otherwise. */
export const container = (more: Partial<Container> = {}): Container => ({
  ...{ id: "1f", name: "app-1", image: "sha256:2", status: "running", exitCode: 0, outOfMemory: false },
  ...{ restarts: 0, created: 0, startedAt: "", labels: {}, restartPolicy: "always" },
  ...{ volumes: {}, networks: [], environment: [] },
  ...more,
});

/** Labels of ours. @example ours({ service: "web" }) */
export const ours = (labels: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(labels).map(([name, value]) => [`${labelPrefix}.${name}`, value]));
