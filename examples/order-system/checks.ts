import type { HttpCheck } from "pulumi-web-systems";

/** Tables without which nothing works. */
export const tables = ["users", "products", "orders", "order_items"].map((table) => ({ table }));

/** What must come back through Nginx when the system works: what its operators looked at by hand, and more. */
export const requests: HttpCheck[] = [
  { path: "/health", json: { status: "ok" } },
  { path: "/", contains: "订单管理系统" },
  { path: "/docs", contains: "swagger-ui" },
  { path: "/api/products?limit=1", json: { "items.length": 1 } },
  // The login works, and lets nobody in: no user has this name.
  { path: "/api/auth/login", body: { username: "nobody", password: "verification" }, status: 401 },
];
