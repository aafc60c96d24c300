import type { HttpCheck } from "pulumi-web-systems";

/** What users call, and what must come. @param version of the backend */
export const requests = (version: string): HttpCheck[] => [
  { path: "/healthz", json: { status: "ok" } },
  { path: "/api/", json: { version } },
  { path: "/merchant/admin", contains: 'id="root"' },
  { path: "/merchant/support", contains: 'id="root"' },
  { path: "/static/admin/css/base.css", header: { "Content-Type": "text/css" } },
];

/** Tables that must be there. */
export const tables = [{ table: "charging_station" }, { table: "charging_order" }];
