import { Injectable, Logger } from "@nestjs/common";
import { Database } from "../database";
import type { Order } from "../orders/order";
import { TestRecorder } from "./test-recorder";
import { Unitel, type Outcome } from "./unitel";

/** Recharges phones, each order once: whoever raises the version of the row that was read may go on, all others stop. */
@Injectable()
export class RechargeService {
  private readonly logger = new Logger("Recharge");

  constructor(
    private readonly database: Database,
    private readonly unitel: Unitel,
    private readonly recorder: TestRecorder,
  ) {}

  async once(order: Order): Promise<void> {
    if (!(await this.claim(order))) {
      this.logger.log(`${order.order_number}: being processed by another request, or done`);
      return;
    }
    const recharger = order.is_test ? this.recorder : this.unitel;
    const outcome = await recharger.recharge(order);
    await this.note(order, outcome);
  }

  private async claim({ id, version }: Order): Promise<boolean> {
    const claimed = await this.database.change(
      `UPDATE orders SET recharge_status = 'processing', recharge_at = CURRENT_TIMESTAMP, version = version + 1
       WHERE id = ? AND version = ? AND payment_status = 'paid' AND recharge_at IS NULL`,
      [id, version],
    );
    return claimed === 1;
  }

  /** What was recharged stays recharged, whatever else changed in the row meanwhile: no version is asked for. */
  private async note({ id, order_number }: Order, outcome: Outcome): Promise<void> {
    const good = outcome.status === "success";
    if (good) this.logger.log(`${order_number}: recharged, ${outcome.seqId}`);
    else this.logger.error(`${order_number}: recharge ${outcome.status}: ${outcome.reason}`);
    await this.database.change(
      `UPDATE orders SET recharge_status = ?, recharge_at = CURRENT_TIMESTAMP, recharge_seq_id = ?,
         anomaly_reason = COALESCE(?, anomaly_reason), anomaly_details = COALESCE(?, anomaly_details), version = version + 1
       WHERE id = ?`,
      good
        ? [outcome.status, outcome.seqId, null, null, id]
        : [outcome.status, null, `recharge_${outcome.status}`, outcome.reason, id],
    );
  }
}
