"use client";

import { Result } from "@/components/Result";
import type { Page, Product } from "@/lib/api";
import { money } from "@/lib/names";
import { useApi } from "@/lib/useApi";

export default function Home() {
  const [result, reload] = useApi<Page<Product>>("/products");
  return (
    <>
      <h1>产品</h1>
      <Result result={result} reload={reload}>
        {({ items }) => (
          <table>
            <thead>
              <tr>
                <th>编号</th>
                <th>名称</th>
                <th>价格</th>
                <th>库存</th>
              </tr>
            </thead>
            <tbody>
              {items.map((product) => (
                <tr key={product.id} data-testid="product-row">
                  <td>{product.sku}</td>
                  <td>{product.name}</td>
                  <td>{money(product.price)}</td>
                  <td>{product.stock_quantity > 0 ? product.stock_quantity : "缺货"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Result>
    </>
  );
}
