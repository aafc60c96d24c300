// What codes of the database are called, for people.

const STATUSES: Record<string, string> = {
  pending: "待付款",
  paid: "已付款",
  shipped: "已发货",
  completed: "已完成",
  cancelled: "已取消",
};

/** A status that this release does not know yet is shown as its code. */
export function statusName(status: string): string {
  return STATUSES[status] ?? status;
}

export function money(amount: string): string {
  return `¥${amount}`;
}
