import { ContractPaymentMethods } from "./ContractPaymentMethods";
import { Footer } from "./Footer";
import { Office } from "./Office";
import { PaymentConfigs } from "./PaymentConfigs";

const NAVIGATION = [
  ["#office", "办公管理"],
  ["#payment-configs", "支付配置"],
  ["#contract-payment-methods", "合同支付方式"],
] as const;

export function App() {
  return (
    <div className="layout">
      <nav aria-label="主导航">
        <div className="brand">
          <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width="28" height="28" />
          业务管理平台
        </div>
        {NAVIGATION.map(([href, name]) => (
          <a key={href} href={href}>
            {name}
          </a>
        ))}
        <a className="aside" href="/mobile/">
          手机版
        </a>
      </nav>
      <main>
        <h1>概览</h1>
        <Office />
        <PaymentConfigs />
        <ContractPaymentMethods />
        <Footer />
      </main>
    </div>
  );
}
