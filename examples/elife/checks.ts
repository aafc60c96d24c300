import type { CommandCheck, HttpCheck, Service, TableCheck } from "pulumi-web-systems";

/** What must be answered through Nginx. */
export function requests(version: string): HttpCheck[] {
  return [
    { path: "/health", json: { status: "ok", version } },
    // Orders are for those who logged in only.
    { path: "/api/orders", status: 401 },
    { path: "/", contains: "<html" },
  ];
}

/** What must be in the database. */
export const tables: TableCheck[] = [
  {
    table: "orders",
    // Without these an order could be recharged twice.
    columns: {
      version: { type: "int", nullable: false, default: "0" },
      anomaly_reason: { type: "varchar(100)", nullable: true },
      anomaly_details: { type: "text", nullable: true },
    },
    indexes: ["idx_recharge_status_at_seqid", "idx_payment_recharge_at", "idx_anomaly_reason"],
  },
  { table: "users" },
  { table: "test_recharges" },
  { table: "products", rows: 1 },
  { table: "exchange_rates", rows: 1 },
];

/** Orders are made, paid wrongly and rightly, and recharged once: the application's own verification (apps/backend/src/verify.ts). */
export function scenarios(backend: Service): CommandCheck {
  return { name: "orders, payments, recharges", service: backend, command: ["node", "dist/verify.js"] };
}
