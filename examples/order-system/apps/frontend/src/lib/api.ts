// What the backend answers, and one way to ask it.

export interface Product {
  id: number;
  sku: string;
  name: string;
  price: string;
  stock_quantity: number;
}

export interface Order {
  id: number;
  order_number: string;
  username: string;
  status: string;
  total_amount: string;
  pieces: number;
  created_at: string;
}

export interface StatusCount {
  status: string;
  count: number;
  total_amount: string;
}

export interface User {
  id: number;
  username: string;
  role: string;
}

export interface Page<Item> {
  items: Item[];
  total: number;
}

/** A failure whose message can be shown to a user. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly status?: number,
  ) {
    super(message);
  }
}

interface Request {
  token?: string;
  body?: unknown;
}

const TIMEOUT_MS = 15_000;

/** Asks the API for JSON; POST when there is a body. */
export async function api<Answer>(path: string, { token, body }: Request = {}): Promise<Answer> {
  const response = await fetch(`/api${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      Accept: "application/json",
      ...(body !== undefined && { "Content-Type": "application/json" }),
      ...(token && { Authorization: `Bearer ${token}` }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: Error) => {
    throw new ApiError(error.name === "TimeoutError" ? "服务器没有在规定时间内响应" : "无法连接服务器");
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer as Answer;
  const detail = (answer as { detail?: unknown } | undefined)?.detail;
  throw new ApiError(
    typeof detail === "string" ? detail : `服务器返回错误（${response.status}）`,
    response.status,
  );
}
