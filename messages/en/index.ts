import { administrator } from "./administrator";
import { backup } from "./backup";
import { config } from "./config";
import { connection } from "./connection";
import { ended } from "./ended";
import { contract } from "./contract";
import { database } from "./database";
import { doctor } from "./doctor";
import { edge } from "./edge";
import { engine } from "./engine";
import { image } from "./image";
import { imports } from "./imports";
import { kernel } from "./kernel";
import { lock } from "./lock";
import { migrate } from "./migrate";
import { migration } from "./migration";
import { policy } from "./policy";
import { preflight } from "./preflight";
import { preparation } from "./preparation";
import { preview } from "./preview";
import { problem } from "./problem";
import { readiness } from "./readiness";
import { redis } from "./redis";
import { release } from "./release";
import { releases } from "./releases";
import { restore } from "./restore";
import { seed } from "./seed";
import { service } from "./service";
import { stack } from "./stack";
import { state } from "./state";
import { switching } from "./switching";
import { system } from "./system";
import { task } from "./task";
import { toolchain } from "./toolchain";
import { usage } from "./usage";
import { verification } from "./verification";
import { workload } from "./workload";

/** All texts in English: they define what each is made of. */
export const en = {
  administrator,
  backup,
  config,
  connection,
  ended,
  contract,
  database,
  doctor,
  edge,
  engine,
  image,
  imports,
  kernel,
  lock,
  migrate,
  migration,
  policy,
  preflight,
  preparation,
  preview,
  problem,
  readiness,
  redis,
  release,
  releases,
  restore,
  seed,
  service,
  stack,
  state,
  switching,
  system,
  task,
  toolchain,
  usage,
  verification,
  workload,
};

/** Every text that a person reads: a function of its values, or a string; by the part of the program that says it. */
export type Messages = typeof en;
