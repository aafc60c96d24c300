import { useState } from "react";
import type { Order, Page } from "./api";
import { Panel } from "./Panel";
import { useAsk } from "./useAsk";

const STATUS = { unpaid: "待支付", paid: "已支付", cancelled: "已取消" };

/** Orders, newest first; support searches them by number or customer. */
export function Orders({ searchable = false }: { searchable?: boolean }) {
  const [search, setSearch] = useState("");
  const asked = useAsk<Page<Order>>(`orders/?search=${encodeURIComponent(search)}`);
  return (
    <Panel title="订单" asked={asked}>
      {({ results, count }) => (
        <>
          {searchable && (
            <input
              type="search"
              placeholder="订单号或客户"
              aria-label="订单号或客户"
              onChange={({ target }) => setSearch(target.value)}
            />
          )}
          <p className="quiet">共 {count} 条</p>
          <table data-testid="orders">
            <thead>
              <tr>
                <th>订单号</th>
                <th>充电站</th>
                <th>客户</th>
                <th>电量（度）</th>
                <th>金额（元）</th>
                <th>状态</th>
              </tr>
            </thead>
            <tbody>
              {results.map((order) => (
                <tr key={order.number} data-testid="order">
                  <td>{order.number}</td>
                  <td>{order.station_name}</td>
                  <td>{order.customer}</td>
                  <td>{order.kwh}</td>
                  <td>{order.amount}</td>
                  <td>
                    <span className={order.status === "paid" ? "badge on" : "badge"}>
                      {STATUS[order.status]}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </Panel>
  );
}
