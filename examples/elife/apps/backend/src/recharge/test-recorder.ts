import { randomUUID } from "node:crypto";
import { Injectable } from "@nestjs/common";
import { Database } from "../database";
import type { Order } from "../orders/order";
import type { Outcome, Recharger } from "./unitel";

/**
 * Recharges test orders by writing them down. The table takes the same order any number of times, so that a second recharge would
 * show there, as it would on a phone.
 */
@Injectable()
export class TestRecorder implements Recharger {
  constructor(private readonly database: Database) {}

  async recharge({ order_number }: Order): Promise<Outcome> {
    const seqId = `TEST-${randomUUID()}`;
    await this.database.change("INSERT INTO test_recharges (order_number, seq_id) VALUES (?, ?)", [
      order_number,
      seqId,
    ]);
    return { status: "success", seqId };
  }
}
