import type { HttpCheck } from "pulumi-web-systems";

/** What users call, and what must come. */
export const requests: HttpCheck[] = [
  { path: "/health", json: { status: "ok" } },
  { path: "/api/v1/payment-configs/" },
  { path: "/api/v1/contract-payment-methods/" },
  { path: "/mobile/", contains: "<html" },
  { path: "/", contains: "<html" },
];

/** The tables of the office, and the rights that its administrator needs. */
export const databaseChecks = {
  tables: [
    "baoxiao_shenqing",
    "qingjia_shenqing",
    "caigou_shenqing",
    "duiwai_fukuan_shenqing",
    "gongzuo_jiaojie",
  ].map((table) => ({ table })),
  queries: [
    {
      name: "the administrator has the 37 office permissions",
      sql: "SELECT count(*) >= 37 FROM juese_quanxian JOIN juese ON juese.id = juese_id WHERE daima = 'admin'",
      equals: "t",
    },
  ],
};
