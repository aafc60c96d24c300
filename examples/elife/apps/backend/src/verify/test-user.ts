import { randomBytes } from "node:crypto";
import type { Connection } from "mysql2/promise";
import { hashPassword } from "../auth/passwords";

/** What a run that was killed left is removed by the next one, but not what another run is using. */
const leftBehind = "users.role = 'test' AND users.created_at < CURRENT_TIMESTAMP - INTERVAL 10 MINUTE";

/** A user of one run of the verification, whose orders are test orders. */
export class TestUser {
  readonly username = `verification-${randomBytes(6).toString("hex")}`;
  readonly password = randomBytes(18).toString("base64url");

  constructor(private readonly connection: Connection) {}

  async create(): Promise<void> {
    await this.removeWhere(leftBehind);
    await this.connection.execute("INSERT INTO users (username, password_hash, role) VALUES (?, ?, 'test')", [
      this.username,
      await hashPassword(this.password),
    ]);
  }

  /** With all orders that it made, and what was recorded of them. */
  async remove(): Promise<void> {
    await this.removeWhere("users.username = ?", [this.username]);
  }

  private async removeWhere(condition: string, values: string[] = []): Promise<void> {
    const orders = `FROM orders JOIN users ON users.id = orders.user_id WHERE orders.is_test AND ${condition}`;
    await this.connection.execute(
      `DELETE FROM test_recharges WHERE order_number IN (SELECT order_number ${orders})`,
      values,
    );
    await this.connection.execute(`DELETE orders ${orders}`, values);
    await this.connection.execute(`DELETE FROM users WHERE ${condition}`, values);
  }
}
