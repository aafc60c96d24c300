import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from "@nestjs/common";
import { Database } from "../database";
import type { Order } from "../orders/order";
import { RechargeService } from "./recharge.service";

/** Every minute: recharges what was paid and never begun, and marks what was begun and never ended. */
@Injectable()
export class Compensation implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger("Compensation");
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly recharge: RechargeService,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.run(), 60_000);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async run(): Promise<void> {
    try {
      await this.markInterrupted();
      const forgotten = await this.database.rows<Order>(
        `SELECT * FROM orders WHERE payment_status = 'paid' AND recharge_status = 'pending' AND recharge_at IS NULL
           AND paid_at < CURRENT_TIMESTAMP - INTERVAL 1 MINUTE ORDER BY id LIMIT 10`,
      );
      for (const order of forgotten) await this.recharge.once(order);
    } catch (error) {
      this.logger.error(`will be tried again: ${(error as Error).message}`);
    }
  }

  /** A process that ended while Unitel was asked: nobody knows whether the phone was recharged, so a person must look. */
  private async markInterrupted(): Promise<void> {
    const marked = await this.database.change(
      `UPDATE orders SET recharge_status = 'unknown', anomaly_reason = 'recharge_interrupted', version = version + 1
       WHERE recharge_status = 'processing' AND recharge_at < CURRENT_TIMESTAMP - INTERVAL 5 MINUTE`,
    );
    if (marked > 0)
      this.logger.error(`${marked} recharges were interrupted: see orders with recharge_status unknown`);
  }
}
