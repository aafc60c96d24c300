import { BadRequestException, Inject, Injectable, Logger } from "@nestjs/common";
import { z } from "zod";
import { Database } from "../database";
import { expectedFee, type Order } from "../orders/order";
import { OrdersService } from "../orders/orders.service";
import { RechargeService } from "../recharge/recharge.service";
import { SETTINGS, type Settings } from "../settings";

/** What WeChat sends about a payment, as far as it is used. */
export const Callback = z.object({
  returnCode: z.string(),
  resultCode: z.string(),
  /** In fen. */
  totalFee: z.number().optional(),
  transactionId: z.string().max(64).optional(),
  /** JSON that we gave WeChat with the order. */
  attach: z.string().optional(),
  appid: z.string().optional(),
  mchId: z.string().optional(),
});
export type Callback = z.infer<typeof Callback>;

/** Anything but errcode 0 makes WeChat send its callback again. */
export interface Answer {
  errcode: 0;
  errmsg: string;
}

const taken: Answer = { errcode: 0, errmsg: "" };

@Injectable()
export class PaymentService {
  private readonly logger = new Logger("Payment");

  constructor(
    private readonly database: Database,
    private readonly orders: OrdersService,
    private readonly recharge: RechargeService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Notes a payment and recharges the phone, once, however often it is called.
   *
   * @throws BadRequestException when the callback is of another order, app or merchant
   */
  async callback(number: string, callback: Callback): Promise<Answer> {
    const order = await this.orders.get(number);
    const foreign = this.foreign(order, callback);
    if (foreign !== undefined) {
      this.logger.error(`${number}: callback refused: ${foreign}`);
      throw new BadRequestException({ errcode: 1001, errmsg: foreign });
    }
    if (callback.returnCode !== "SUCCESS" || callback.resultCode !== "SUCCESS") {
      this.logger.warn(`${number}: payment failed: ${callback.returnCode} ${callback.resultCode}`);
      return taken;
    }
    // Without an amount nothing says that the order was paid in full.
    if (callback.totalFee !== expectedFee(order)) await this.mismatch(order, callback);
    else {
      await this.paid(order, callback);
      await this.recharge.once(await this.orders.get(number));
    }
    return taken;
  }

  /** Why a callback is not about this order of ours, or undefined. */
  private foreign(order: Order, { attach, appid, mchId }: Callback): string | undefined {
    const named = attach === undefined ? order.order_number : orderOf(attach);
    if (named !== order.order_number) return "attach names another order than the URL";
    if ((appid ?? this.settings.WECHAT_APPID) !== this.settings.WECHAT_APPID) return "appid is not ours";
    if ((mchId ?? this.settings.WECHAT_MCH_ID) !== this.settings.WECHAT_MCH_ID) return "mchId is not ours";
    return undefined;
  }

  private async mismatch(order: Order, { totalFee, transactionId }: Callback): Promise<void> {
    const details = JSON.stringify({ expected: expectedFee(order), totalFee, transactionId });
    this.logger.error(`${order.order_number}: payment amount mismatch ${details}`);
    await this.database.change(
      "UPDATE orders SET anomaly_reason = 'amount_mismatch', anomaly_details = ?, version = version + 1 WHERE id = ?",
      [details, order.id],
    );
  }

  private async paid(order: Order, { transactionId }: Callback): Promise<void> {
    await this.database.change(
      `UPDATE orders SET payment_status = 'paid', paid_at = CURRENT_TIMESTAMP, transaction_id = ?, version = version + 1
       WHERE id = ? AND payment_status = 'pending'`,
      [transactionId ?? null, order.id],
    );
  }
}

function orderOf(attach: string): unknown {
  try {
    return (JSON.parse(attach) as { orderNumber?: unknown } | null)?.orderNumber;
  } catch {
    return undefined;
  }
}
