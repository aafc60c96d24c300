import { knownIn, type Known } from "./known";
import { ownState } from "./own-state";

/** What the state of the stack which the program runs for knows of the host, as the last update left it. */
export async function knownToState(): Promise<Known> {
  return knownIn(Object.values(await ownState()));
}
