import { type ContractPaymentMethod, PATHS, type Page } from "./api";
import { Loaded } from "./Loaded";
import { paymentTypeName } from "./names";
import { Section } from "./Section";
import { useFetch } from "./useFetch";

export function ContractPaymentMethods() {
  const [result, reload] = useFetch<Page<ContractPaymentMethod>>(PATHS.contractPaymentMethods);
  const total = result.state === "ready" ? result.data.total : undefined;
  return (
    <Section id="contract-payment-methods" title="合同支付方式" total={total} reload={reload}>
      <Loaded result={result} reload={reload}>
        {({ items }) => (
          <table data-testid="contract-payment-methods">
            <thead>
              <tr>
                <th>合同编号</th>
                <th>合同名称</th>
                <th>支付配置</th>
                <th>类型</th>
                <th>默认</th>
                <th>状态</th>
              </tr>
            </thead>
            <tbody>
              {items.map((method) => (
                <tr key={method.id} data-testid="contract-payment-method-row">
                  <td className="code">{method.contract_number}</td>
                  <td className="strong">{method.contract_name}</td>
                  <td>{method.payment_config_name}</td>
                  <td>{paymentTypeName(method.payment_type)}</td>
                  <td>{method.default ? "是" : "否"}</td>
                  <td>
                    <span className={method.enabled ? "badge on" : "badge"}>
                      {method.enabled ? "可用" : "停用"}
                    </span>
                  </td>
                </tr>
              ))}
              {items.length === 0 && (
                <tr>
                  <td colSpan={6} className="quiet">
                    还没有合同支付方式
                  </td>
                </tr>
              )}
            </tbody>
          </table>
        )}
      </Loaded>
    </Section>
  );
}
