"use client";

import Link from "next/link";
import { OrderTable } from "@/components/OrderTable";
import { Statistics } from "@/components/Statistics";
import { useSession } from "@/lib/session";

export default function Orders() {
  const { user, token } = useSession();
  if (user === undefined) return <p role="status">正在加载…</p>;
  if (user === null || token === undefined)
    return (
      <p data-testid="login-needed">
        请先<Link href="/login">登录</Link>
      </p>
    );
  return (
    <>
      <h1>订单统计</h1>
      <Statistics token={token} />
      <h1>订单</h1>
      <OrderTable token={token} />
    </>
  );
}
