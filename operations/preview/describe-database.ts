import { say } from "../../messages/say";
import { removes } from "./change";
import { protection, verb, volumeWords, type Describe } from "./describe";
import { containerReasons, list } from "./reasons";

/** The database's container. Its volume outlives it. */
export const database: Describe = ([change], { images }) => {
  const words = say().preview.changes.database;
  const because = containerReasons(change, images, {
    command: (before, after) => list("serverSetting", before, after),
  });
  if (change.op === "create") return { says: words.starts };
  if (change.op === "update") return { says: words.changes, because };
  if (change.op === "delete")
    return {
      says: words.removed,
      because: [words.notInProgram],
      loses: [words.unreachable(change.owner.name)],
    };
  const grace = change.old?.inputs["stopTimeout"];
  return {
    says: words.replaced(verb(change)),
    because,
    interrupts: [words.queriesFail(typeof grace === "number" ? grace : 60)],
  };
};

/** A volume of the database: data or backups. */
export const databaseVolume: Describe = ([change]) => {
  const words = volumeWords(change);
  const isData = !change.name.endsWith("-backups");
  if (change.op === "create") return isData ? { what: change.name, ...words } : undefined;
  if (change.op === "same") return { what: change.name, says: protection(change).join() };
  if (!isData || !removes(change) || "loses" in words) return { what: change.name, ...words };
  return {
    what: change.name,
    ...words,
    loses: [say().preview.changes.database.dataGone(change.owner.name)],
  };
};

/** The application's password: generated, and never told. */
export const databasePassword: Describe = ([change]) =>
  change.op === "create"
    ? undefined
    : {
        says: say().preview.changes.database.newPassword,
        interrupts: removes(change) ? [say().preview.changes.database.noConnections] : [],
      };
