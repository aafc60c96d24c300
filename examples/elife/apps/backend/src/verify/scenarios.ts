import type { Connection, RowDataPacket } from "mysql2/promise";
import { show, type Answer, type Api } from "./api";
import { expectEqual, Mismatch } from "./mismatch";
import type { TestUser } from "./test-user";

/** What a scenario works with. */
export interface Scene {
  api: Api;
  user: TestUser;
  connection: Connection;
}

/** What must hold, by its name; each answers what was seen, or throws what is otherwise. The first logs in. */
export const scenarios: Record<string, (scene: Scene) => Promise<string>> = {
  "log in": async ({ api, user }) => {
    await api.login(user.username, user.password);
    return "a token for the right password";
  },

  "create an order": async ({ api }) => {
    const order = await api.createOrder();
    expectEqual("its payment", order.paymentStatus, "pending", "POST /orders");
    return `${order.orderNumber}, ${order.payment?.totalFee} fen`;
  },

  "a mismatching amount": async ({ api }) => {
    const { orderNumber } = await api.createOrder();
    accepted(await api.callback(orderNumber, { totalFee: 999_999 }));
    const order = await api.order(orderNumber);
    expectEqual(
      "anomaly_reason",
      order.anomalyReason,
      "amount_mismatch",
      `the row of ${orderNumber} in table orders`,
    );
    expectEqual(
      "payment_status",
      order.paymentStatus,
      "pending",
      "payment.service.ts: an order was paid with a wrong amount",
    );
    return "noted on the order, answered errcode 0, not paid";
  },

  "an attach of another order": async ({ api }) => {
    const { orderNumber, payment } = await api.createOrder();
    const attach = JSON.stringify({ orderNumber: "ORD999999" });
    const answer = await api.callback(orderNumber, { totalFee: payment?.totalFee, attach });
    if (answer.status !== 400)
      throw new Mismatch("the callback is refused with 400", show(answer), "payment.service.ts");
    const order = await api.order(orderNumber);
    expectEqual(
      "payment_status",
      order.paymentStatus,
      "pending",
      "payment.service.ts: a foreign callback paid an order",
    );
    return "refused, not paid";
  },

  "100 callbacks, 10 at a time": async ({ api, connection }) => {
    const { orderNumber, payment } = await api.createOrder();
    const { totalFee, attach } = payment ?? {};
    let left = 100;
    const client = async () => {
      while (left-- > 0) accepted(await api.callback(orderNumber, { totalFee, attach }));
    };
    await Promise.all(Array.from({ length: 10 }, client));
    const [rows] = await connection.execute<RowDataPacket[]>(
      "SELECT COUNT(*) AS recharges FROM test_recharges WHERE order_number = ?",
      [orderNumber],
    );
    expectEqual(
      "recharges",
      rows[0]?.["recharges"],
      1,
      "recharge.service.ts: more than one request could claim the order",
    );
    expectEqual(
      "recharge_status",
      (await api.order(orderNumber)).rechargeStatus,
      "success",
      "the log of the backend",
    );
    return "exactly one recharge";
  },
};

function accepted(answer: Answer): void {
  if (answer.status !== 200 || (answer.body as { errcode?: number })?.errcode !== 0)
    throw new Mismatch(
      "the callback is answered 200 with errcode 0",
      show(answer),
      "the log of the backend's container",
    );
}
