import { removes } from "./change";
import { protection, verb, volumeWords, type Describe } from "./describe";
import { containerReasons, list } from "./reasons";

/** The database's container. Its volume outlives it. */
export const database: Describe = ([change], { images }) => {
  const because = containerReasons(change, images, {
    command: (before, after) => list("server setting", before, after),
  });
  if (change.op === "create") return { says: "its container is started on its volume" };
  if (change.op === "update") return { says: "its container is changed while it runs", because };
  if (change.op === "delete")
    return {
      says: "is removed",
      because: ["the program no longer has it"],
      loses: [`database ${change.owner.name}: services can no longer reach it`],
    };
  const grace = change.old?.inputs["stopTimeout"];
  return {
    says: `its container ${verb(change)}, once its data were checked against image and settings: the old one is stopped, then the new one starts`,
    because,
    interrupts: [
      `queries fail for some seconds: until the old server has stopped (at most ${typeof grace === "number" ? grace : 60} s) and the new one answers`,
    ],
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
    loses: [`database ${change.owner.name} no longer has its data: they are lost, or it starts empty`],
  };
};

/** The application's password: generated, and never told. */
export const databasePassword: Describe = ([change]) =>
  change.op === "create"
    ? undefined
    : {
        says: "a new password is generated for the application",
        interrupts: removes(change)
          ? ["services of the old release cannot open new connections from then until the switch"]
          : [],
      };
