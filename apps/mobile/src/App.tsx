import { Footer } from "./Footer";
import { ContractPaymentMethods, Office, PaymentConfigs } from "./views";

const SECTIONS = [
  ["office", "办公管理", "办公", Office],
  ["payment", "支付配置", "支付", PaymentConfigs],
  ["contract", "合同支付方式", "合同", ContractPaymentMethods],
] as const;

export function App() {
  return (
    <>
      <header className="top">
        <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width="24" height="24" />
        <h1>移动办公</h1>
      </header>
      <main>
        {SECTIONS.map(([id, title, , View]) => (
          <section key={id} id={id} aria-labelledby={`${id}-title`}>
            <h2 id={`${id}-title`}>{title}</h2>
            <View />
          </section>
        ))}
        <Footer />
      </main>
      <nav aria-label="主导航">
        {SECTIONS.map(([id, , short]) => (
          <a key={id} href={`#${id}`}>
            {short}
          </a>
        ))}
      </nav>
    </>
  );
}
