import { Mismatch } from "./mismatch";

/** An order as the API answers it, as far as scenarios look at it. */
export interface ShownOrder {
  orderNumber: string;
  paymentStatus: string;
  rechargeStatus: string;
  anomalyReason: string | null;
  payment?: { totalFee: number; attach: string };
}

/** An answer, whatever its status. */
export interface Answer {
  status: number;
  body: unknown;
}

/** The system's own API. */
export class Api {
  private token = "";

  constructor(private readonly url: string) {}

  async login(username: string, password: string): Promise<void> {
    const { status, body } = await this.send("POST", "/auth/login", { username, password });
    const { accessToken } = (body ?? {}) as { accessToken?: string };
    if (status !== 200 || !accessToken)
      throw new Mismatch(
        "a login with the right password answers 200 with a token",
        show({ status, body }),
        "table users, JWT_SECRET",
      );
    this.token = accessToken;
  }

  async createOrder(): Promise<ShownOrder> {
    const wanted = {
      phoneNumber: "88888888",
      productOperator: "UNITEL",
      rechargeType: "VOICE",
      productCode: "5000",
    };
    const answer = await this.send("POST", "/orders", wanted);
    const order = answer.body as ShownOrder;
    if (answer.status !== 201 || !order?.orderNumber || !order.payment)
      throw new Mismatch(
        "201 with an order number and what WeChat is to take",
        show(answer),
        "tables products and exchange_rates; the log of the backend",
      );
    return order;
  }

  /** The order as the list shows it now. */
  async order(number: string): Promise<ShownOrder> {
    const answer = await this.send("GET", "/orders");
    const order = (answer.body as ShownOrder[]).find?.(({ orderNumber }) => orderNumber === number);
    if (!order) throw new Mismatch(`order ${number} in the list of orders`, show(answer), "GET /orders");
    return order;
  }

  /** A payment callback as WeChat sends it; anyone may, so it carries no token. */
  callback(number: string, fields: object): Promise<Answer> {
    const body = { returnCode: "SUCCESS", resultCode: "SUCCESS", transactionId: `WX${number}`, ...fields };
    return this.send("POST", `/payment/callback/${number}`, body);
  }

  private async send(method: string, path: string, body?: object): Promise<Answer> {
    const answer = await fetch(this.url + path, {
      method,
      headers: { "content-type": "application/json", authorization: `Bearer ${this.token}` },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    return { status: answer.status, body: (await answer.json().catch(() => undefined)) as unknown };
  }
}

/** An answer for people. */
export function show({ status, body }: Answer): string {
  return `${status} ${JSON.stringify(body)?.slice(0, 200)}`;
}
