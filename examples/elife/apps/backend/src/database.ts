import { setTimeout as pause } from "node:timers/promises";
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from "@nestjs/common";
import { createPool, type Pool, type ResultSetHeader, type RowDataPacket } from "mysql2/promise";
import { SETTINGS, type Settings } from "./settings";

/** A value of a statement's placeholder. */
export type Value = string | number | boolean | null;

/** Nothing reached the server: the statement may be sent again, whatever it does. */
const notConnected = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ETIMEDOUT"]);
/** The connection broke: a change may have been made, so only questions are asked again. */
const broken = new Set([...notConnected, "ECONNRESET", "EPIPE", "PROTOCOL_CONNECTION_LOST"]);

/** The connections to MySQL. What fails for want of a connection is tried again, DB_MAX_RETRIES times. */
@Injectable()
export class Database implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger("Database");
  private readonly pool: Pool;

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {
    this.pool = createPool({ uri: settings.DATABASE_URL, connectionLimit: 10, timezone: "Z" });
    // Times are exchanged in UTC, whatever zone the server is in.
    this.pool.pool.on("connection", (connection) => connection.query("SET time_zone = '+00:00'"));
  }

  async onModuleInit(): Promise<void> {
    await this.rows("SELECT 1");
    this.logger.log("connected");
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }

  /** The rows of a query. */
  async rows<Row>(sql: string, values: Value[] = []): Promise<Row[]> {
    const [rows] = await this.retried(broken, () => this.pool.execute<RowDataPacket[]>(sql, values));
    return rows as Row[];
  }

  /** Changes rows; how many a WHERE matched, which is what an optimistic lock asks. */
  async change(sql: string, values: Value[] = []): Promise<number> {
    const [result] = await this.retried(notConnected, () => this.pool.execute<ResultSetHeader>(sql, values));
    return result.affectedRows;
  }

  private async retried<T>(causes: Set<string>, work: () => Promise<T>): Promise<T> {
    const { DB_MAX_RETRIES: tries, DB_RETRY_DELAY: delay } = this.settings;
    for (let attempt = 1; ; attempt++)
      try {
        return await work();
      } catch (error) {
        const code = (error as { code?: string }).code ?? "";
        if (!causes.has(code)) throw error;
        if (attempt >= tries) throw new Error(`the database cannot be reached: ${code}`, { cause: error });
        this.logger.warn(`no connection (${code}), try ${attempt} of ${tries}`);
        await pause(delay);
      }
  }
}
