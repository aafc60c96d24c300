import { Controller, Get, Inject, ServiceUnavailableException } from "@nestjs/common";
import { Database } from "./database";
import { SETTINGS, type Settings } from "./settings";

@Controller("health")
export class HealthController {
  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Healthy is who can read orders: a database without its tables is as bad as none. */
  @Get()
  async health(): Promise<{ status: string; version: string }> {
    try {
      await this.database.rows("SELECT id FROM orders LIMIT 1");
    } catch (error) {
      throw new ServiceUnavailableException(`orders cannot be read: ${(error as Error).message}`);
    }
    return { status: "ok", version: this.settings.VERSION };
  }
}
