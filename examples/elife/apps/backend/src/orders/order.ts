import { z } from "zod";

/** A row of `orders`, as far as the program needs it. */
export interface Order {
  id: number;
  order_number: string;
  phone_number: string;
  product_operator: string;
  recharge_type: string;
  product_code: string;
  product_price_tg: number;
  /** A decimal, as text. */
  product_price_rmb: string;
  payment_status: "pending" | "paid";
  /** `unknown`: it was sent, and nobody knows what became of it. Never sent again by itself. */
  recharge_status: "pending" | "processing" | "success" | "failed" | "unknown";
  recharge_at: Date | null;
  recharge_seq_id: string | null;
  /** Made by the verification: its recharge goes to the recorder, and never to Unitel. */
  is_test: 0 | 1;
  /** Raised by every change: who changes a row names the version that was read. */
  version: number;
  anomaly_reason: string | null;
  anomaly_details: string | null;
  created_at: Date;
}

/** What WeChat must have taken, in fen. */
export function expectedFee({ product_price_rmb }: Order): number {
  return Math.round(Number(product_price_rmb) * 100);
}

/** An order as it is asked for. */
export const NewOrder = z.object({
  phoneNumber: z.string().regex(/^\d{8}$/, "8 digits"),
  productOperator: z.string().max(16),
  rechargeType: z.string().max(16),
  productCode: z.string().max(32),
});
export type NewOrder = z.infer<typeof NewOrder>;
