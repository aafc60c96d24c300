// What the backend answers, and one way to ask it.

export interface PaymentConfig {
  id: number;
  name: string;
  type: string;
  offline: boolean;
  environment: string;
  account_number: string | null;
  bank: string | null;
  enabled: boolean;
  remark: string | null;
}

export interface ContractPaymentMethod {
  id: number;
  contract_number: string;
  contract_name: string;
  template: boolean;
  payment_config_name: string;
  payment_type: string;
  enabled: boolean;
  default: boolean;
}

export interface Page<Item> {
  items: Item[];
  total: number;
}

/** Number of records by table name. */
export type OfficeSummary = Record<string, number>;

export const PATHS = {
  paymentConfigs: "/api/v1/payment-configs/",
  contractPaymentMethods: "/api/v1/contract-payment-methods/",
  officeSummary: "/api/v1/office/summary",
  version: `${import.meta.env.BASE_URL}version.json`,
};

const TIMEOUT_MS = 15_000;

/** Fetches JSON; throws an Error whose message can be shown to a user. */
export async function get<Answer>(path: string, signal: AbortSignal): Promise<Answer> {
  const controller = new AbortController();
  signal.addEventListener("abort", () => controller.abort());
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    controller.abort();
  }, TIMEOUT_MS);
  try {
    const response = await fetch(path, {
      signal: controller.signal,
      headers: { Accept: "application/json" },
    }).catch(() => {
      throw new Error(late ? "服务器没有在规定时间内响应" : "无法连接服务器");
    });
    if (!response.ok) throw new Error(`服务器返回错误（${response.status}）`);
    return (await response.json().catch(() => {
      throw new Error("服务器返回的内容无法识别");
    })) as Answer;
  } finally {
    clearTimeout(timer);
  }
}
