"use client";

import Link from "next/link";
import { useSession } from "@/lib/session";

export function Navigation() {
  const { user, logout } = useSession();
  return (
    <nav aria-label="主导航">
      <strong>订单管理系统</strong>
      <Link href="/">产品</Link>
      <Link href="/orders">订单</Link>
      <span className="aside">
        {user ? (
          <>
            <span data-testid="user">{user.username}</span>
            <button type="button" onClick={logout}>
              退出
            </button>
          </>
        ) : (
          <Link href="/login">登录</Link>
        )}
      </span>
    </nav>
  );
}
