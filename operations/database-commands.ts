import { ours } from "../messages/command";
import { dockerWord } from "../components/engine/docker-word";
import type { StackDatabase } from "./stack";

type Where = Pick<StackDatabase, "stack" | "service">;

/** Command that finishes an exchange which was interrupted. */
export const finishCommand = ({ stack, service }: Where) =>
  `${ours("restore --")} --finish --stack ${stack} --database ${service}`;

/** Command that puts a database in the place of the one that serves. */
export const backCommand = ({ stack, service }: Where, kept: string) =>
  `${ours("restore --")} --back ${kept} --stack ${stack} --database ${service}`;

/** Command that deletes a database. */
export function dropCommand({ container, product, environment }: StackDatabase, name: string): string {
  const { databases, user } = product;
  return `${dockerWord(environment)} exec --user ${user} ${container} ${databases.drop(name)}`;
}
