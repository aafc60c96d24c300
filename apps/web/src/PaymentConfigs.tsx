import { PATHS, type Page, type PaymentConfig } from "./api";
import { Loaded } from "./Loaded";
import { paymentTypeName } from "./names";
import { Section } from "./Section";
import { useFetch } from "./useFetch";

export function PaymentConfigs() {
  const [result, reload] = useFetch<Page<PaymentConfig>>(PATHS.paymentConfigs);
  const total = result.state === "ready" ? result.data.total : undefined;
  return (
    <Section id="payment-configs" title="支付配置" total={total} reload={reload}>
      <Loaded result={result} reload={reload}>
        {({ items }) => (
          <table data-testid="payment-configs">
            <thead>
              <tr>
                <th>名称</th>
                <th>类型</th>
                <th>渠道</th>
                <th>收款账号</th>
                <th>备注</th>
                <th>状态</th>
              </tr>
            </thead>
            <tbody>
              {items.map((config) => (
                <tr key={config.id} data-testid="payment-config-row">
                  <td className="strong">{config.name}</td>
                  <td>{paymentTypeName(config.type)}</td>
                  <td>
                    {config.offline ? "线下" : config.environment === "shaxiang" ? "线上（沙箱）" : "线上"}
                  </td>
                  <td>{config.account_number ?? "未填写"}</td>
                  <td className="quiet">{config.remark}</td>
                  <td>
                    <span className={config.enabled ? "badge on" : "badge"}>
                      {config.enabled ? "启用" : "停用"}
                    </span>
                  </td>
                </tr>
              ))}
              {items.length === 0 && (
                <tr>
                  <td colSpan={6} className="quiet">
                    还没有支付配置
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
