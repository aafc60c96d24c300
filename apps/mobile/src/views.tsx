import { type ContractPaymentMethod, type OfficeSummary, PATHS, type PaymentConfig } from "./api";
import { Cards } from "./Cards";
import { Loaded } from "./Loaded";
import { OFFICE_TABLES, paymentTypeName } from "./names";
import { useFetch } from "./useFetch";

export function Office() {
  const [result, reload] = useFetch<OfficeSummary>(PATHS.officeSummary);
  return (
    <Loaded result={result} reload={reload}>
      {(summary) => (
        <dl className="counts" data-testid="office-summary">
          {OFFICE_TABLES.map(([table, name]) => (
            <div key={table} data-testid={`office-${table}`}>
              <dd>{summary[table] ?? "–"}</dd>
              <dt>{name}</dt>
            </div>
          ))}
        </dl>
      )}
    </Loaded>
  );
}

export function PaymentConfigs() {
  return (
    <Cards<PaymentConfig> path={PATHS.paymentConfigs} testId="payment-configs" empty="还没有支付配置">
      {(config) => (
        <li key={config.id} data-testid="payment-config-row">
          <div className="line">
            <strong>{config.name}</strong>
            <span className={config.enabled ? "badge on" : "badge"}>{config.enabled ? "启用" : "停用"}</span>
          </div>
          <div className="quiet">
            {paymentTypeName(config.type)} · {config.offline ? "线下" : "线上"}
          </div>
          {config.remark && <div className="quiet">{config.remark}</div>}
        </li>
      )}
    </Cards>
  );
}

export function ContractPaymentMethods() {
  return (
    <Cards<ContractPaymentMethod>
      path={PATHS.contractPaymentMethods}
      testId="contract-payment-methods"
      empty="还没有合同支付方式"
    >
      {(method) => (
        <li key={method.id} data-testid="contract-payment-method-row">
          <div className="line">
            <strong>{method.payment_config_name}</strong>
            {method.default && <span className="badge on">默认</span>}
          </div>
          <div className="quiet">
            {method.contract_number} · {method.contract_name}
          </div>
        </li>
      )}
    </Cards>
  );
}
