import { Inject, Injectable } from "@nestjs/common";
import { z } from "zod";
import type { Order } from "../orders/order";
import { SETTINGS, type Settings } from "../settings";

/** What became of a recharge. `unknown`: it was sent and may have been carried out, so it must not be sent again. */
export type Outcome = { status: "success"; seqId: string } | { status: "failed" | "unknown"; reason: string };

/** Who recharges phones. */
export interface Recharger {
  recharge(order: Order): Promise<Outcome>;
}

const Answer = z.object({ result: z.literal("success"), seqId: z.string().max(64) });

/** The operator's API. */
@Injectable()
export class Unitel implements Recharger {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  async recharge(order: Order): Promise<Outcome> {
    const { UNITEL_API_URL: url, UNITEL_USERNAME: user, UNITEL_PASSWORD: password } = this.settings;
    const credentials = Buffer.from(`${user}:${password}`).toString("base64");
    try {
      const answer = await fetch(`${url.replace(/\/$/, "")}/recharge`, {
        method: "POST",
        headers: { authorization: `Basic ${credentials}`, "content-type": "application/json" },
        body: JSON.stringify({
          reference: order.order_number,
          phoneNumber: order.phone_number,
          type: order.recharge_type,
          code: order.product_code,
        }),
        signal: AbortSignal.timeout(10_000),
      });
      if (answer.status >= 400 && answer.status < 500)
        return { status: "failed", reason: `Unitel answered ${answer.status}` };
      const { data } = Answer.safeParse(await answer.json().catch(() => undefined));
      if (answer.ok && data) return { status: "success", seqId: data.seqId };
      return { status: "unknown", reason: `Unitel answered ${answer.status} without a clear result` };
    } catch (error) {
      return { status: "unknown", reason: `Unitel did not answer: ${causeOf(error)}` };
    }
  }
}

/** The network's own word where there is one: fetch says "fetch failed" for everything. */
function causeOf(error: unknown): string {
  const { cause, name } = error as { cause?: { code?: string }; name?: string };
  return cause?.code ?? name ?? "error";
}
