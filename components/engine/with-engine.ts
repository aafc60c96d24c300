import type { Environment } from "./api/address";
import { Engine } from "./engine";

/** Asks the engine that these variables name, and ends its connections then. */
export async function withEngine<T>(
  environment: Environment,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = new Engine(environment);
  try {
    return await work(engine);
  } finally {
    engine.close();
  }
}
