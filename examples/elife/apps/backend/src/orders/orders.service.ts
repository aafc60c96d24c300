import { randomInt } from "node:crypto";
import {
  Inject,
  Injectable,
  NotFoundException,
  ServiceUnavailableException,
  UnprocessableEntityException,
} from "@nestjs/common";
import type { User } from "../auth/auth.service";
import { Database } from "../database";
import { SETTINGS, type Settings } from "../settings";
import { expectedFee, type NewOrder, type Order } from "./order";

@Injectable()
export class OrdersService {
  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Makes an order at the price and the exchange rate of now. */
  async create(wanted: NewOrder, user: User) {
    const { phoneNumber, productOperator, rechargeType, productCode } = wanted;
    const product = [productOperator, rechargeType, productCode];
    const [found] = await this.database.rows<{ price_tg: number }>(
      "SELECT price_tg FROM products WHERE operator = ? AND recharge_type = ? AND code = ?",
      product,
    );
    if (!found) throw new UnprocessableEntityException(`no such product: ${product.join(" ")}`);
    const [rate] = await this.database.rows<{ rate: string }>(
      "SELECT rate FROM exchange_rates WHERE currency = 'MNT_TO_CNY' AND is_active ORDER BY id DESC LIMIT 1",
    );
    if (!rate) throw new ServiceUnavailableException("no active exchange rate MNT_TO_CNY");
    const number = orderNumber(new Date());
    const rmb = (found.price_tg * Number(rate.rate)).toFixed(2);
    await this.database.change(
      `INSERT INTO orders (order_number, user_id, phone_number, product_operator, recharge_type,
         product_code, product_price_tg, product_price_rmb, is_test) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [number, user.id, phoneNumber, ...product, found.price_tg, rmb, user.role === "test"],
    );
    const order = await this.get(number);
    return { ...shown(order), payment: this.payment(order) };
  }

  /** @throws NotFoundException */
  async get(number: string): Promise<Order> {
    const [order] = await this.database.rows<Order>("SELECT * FROM orders WHERE order_number = ?", [number]);
    if (!order) throw new NotFoundException(`no such order: ${number}`);
    return order;
  }

  /** The newest orders: test orders only for the user that made them. */
  async recent(user: User) {
    const where = user.role === "test" ? "user_id = ?" : "is_test = ?";
    const orders = await this.database.rows<Order>(
      `SELECT * FROM orders WHERE ${where} ORDER BY id DESC LIMIT 50`,
      [user.role === "test" ? user.id : false],
    );
    return orders.map(shown);
  }

  /** What the mini program hands to WeChat to be paid. */
  private payment(order: Order) {
    const { WECHAT_APPID: appid, WECHAT_MCH_ID: mchId, WECHAT_ENV_ID: envId } = this.settings;
    const attach = JSON.stringify({ orderNumber: order.order_number });
    return { appid, mchId, envId, totalFee: expectedFee(order), attach };
  }
}

/** A number that tells the time and is not to be guessed from the one before. */
function orderNumber(now: Date): string {
  const time = now.toISOString().replace(/\D/g, "").slice(0, 14);
  return `ORD${time}${String(randomInt(1_000_000)).padStart(6, "0")}`;
}

/** An order as the API shows it. */
function shown(order: Order) {
  return {
    orderNumber: order.order_number,
    phoneNumber: order.phone_number,
    product: `${order.product_operator} ${order.recharge_type} ${order.product_code}`,
    priceTg: order.product_price_tg,
    priceRmb: order.product_price_rmb,
    paymentStatus: order.payment_status,
    rechargeStatus: order.recharge_status,
    rechargeSeqId: order.recharge_seq_id,
    anomalyReason: order.anomaly_reason,
    createdAt: order.created_at,
  };
}
