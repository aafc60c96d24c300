/**
 * Everything that a system is written with. One import gives it: `import { Host, Image, Nginx, Postgres, Service } from "pulumi-web-systems"`.
 * Each component works without the others, but for a host that it lives on.
 */
export { Administrator, type AdministratorArgs } from "./administrator/administrator";
export { Backups, type BackupsArgs } from "./backup/backups";
export type { Limits } from "./workload/container";
export type { Database, DatabaseArgs } from "./database/database";
export { DatabaseRole, type DatabaseRoleArgs } from "./database/role";
export { MySql, type MySqlArgs } from "./database/mysql/mysql";
export { Postgres, type PostgresArgs } from "./database/postgres/postgres";
export { Host, type HostArgs, type Reachable } from "./engine/host";
export type { ReleaseEvent, ReleaseEventName, ReleaseListener } from "./engine/release-events";
export type { World } from "./engine/world";
export { Image, type Build, type ImageArgs } from "./image/image";
export { FrameworkMigration, type FrameworkMigrationArgs } from "./migration/framework";
export { Migration, type MigrationArgs } from "./migration/migration";
export { Nginx, nginxMistakes, type NginxArgs, type RouteArgs, type RouteTarget } from "./edge/nginx";
export { preflight, type PreflightArgs } from "./preflight/preflight";
export { Redis } from "./redis/redis";
export type { RedisArgs } from "./redis/arguments";
export { Seed, type SeedArgs } from "./seed/seed";
export { Service, type Metrics, type MetricsAddress, type Mount, type ServiceArgs } from "./service/service";
export { FilesVolume } from "./workload/files-volume";
export { Task, type TaskArgs } from "./task/task";
export { recordRelease, type ReleaseRecorder } from "./release/release";
export {
  Verification,
  type CommandCheck,
  type HttpCheck,
  type QueryCheck,
  type TableCheck,
  type VerificationArgs,
} from "./verification/verification";
export { system, type BuiltFrom, type Frame, type Made, type SystemArgs } from "./system/system";
