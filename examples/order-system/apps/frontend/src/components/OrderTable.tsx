"use client";

import type { Order, Page } from "@/lib/api";
import { money, statusName } from "@/lib/names";
import { useApi } from "@/lib/useApi";
import { Result } from "./Result";

export function OrderTable({ token }: { token: string }) {
  const [result, reload] = useApi<Page<Order>>("/orders", token);
  return (
    <Result result={result} reload={reload}>
      {({ items, total }) => (
        <table>
          <caption>共 {total} 个订单</caption>
          <thead>
            <tr>
              <th>订单号</th>
              <th>下单人</th>
              <th>件数</th>
              <th>金额</th>
              <th>状态</th>
            </tr>
          </thead>
          <tbody>
            {items.map((order) => (
              <tr key={order.id} data-testid="order-row">
                <td>{order.order_number}</td>
                <td>{order.username}</td>
                <td>{order.pieces}</td>
                <td>{money(order.total_amount)}</td>
                <td>{statusName(order.status)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Result>
  );
}
