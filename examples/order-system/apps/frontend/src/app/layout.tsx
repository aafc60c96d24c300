import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Navigation } from "@/components/Navigation";
import { Version } from "@/components/Version";
import { SessionProvider } from "@/lib/session";
import "./style.css";

export const metadata: Metadata = { title: "订单管理系统" };

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="zh-CN">
      <body>
        <SessionProvider>
          <Navigation />
          <main>{children}</main>
          <Version />
        </SessionProvider>
      </body>
    </html>
  );
}
