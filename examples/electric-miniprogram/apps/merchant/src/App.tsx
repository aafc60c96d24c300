import { useState } from "react";
import { isLoggedIn, logOut } from "./api";
import { Installation } from "./Installation";
import { Login } from "./Login";
import { Orders } from "./Orders";
import { Stations } from "./Stations";

const PAGES = [
  { path: "/", name: "概览" },
  { path: "/merchant/admin", name: "管理" },
  { path: "/merchant/support", name: "客服" },
];

/** Nginx serves this page at every path. The address in the browser stays /merchant/admin where Nginx rewrote it to /admin. */
function pageOf(path: string): string {
  if (/^(\/merchant)?\/admin(\/|$)/.test(path)) return "/merchant/admin";
  if (/^(\/merchant)?\/support(\/|$)/.test(path)) return "/merchant/support";
  return "/";
}

export function App() {
  const [open, setOpen] = useState(isLoggedIn);
  const page = pageOf(location.pathname);
  if (!open) return <Login done={() => setOpen(true)} />;
  return (
    <>
      <nav aria-label="主导航">
        <strong>充电商户平台</strong>
        {PAGES.map(({ path, name }) => (
          <a key={path} href={path} aria-current={path === page ? "page" : undefined}>
            {name}
          </a>
        ))}
        <button type="button" className="link" onClick={logOut}>
          退出
        </button>
      </nav>
      <main data-testid={`page${page}`}>
        {page === "/merchant/admin" && <Installation />}
        {page !== "/merchant/support" && <Stations editable={page === "/merchant/admin"} />}
        <Orders searchable={page === "/merchant/support"} />
      </main>
    </>
  );
}
