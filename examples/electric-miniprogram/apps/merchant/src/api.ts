// What the backend answers, and one way to ask it.

export interface Station {
  id: number;
  code: string;
  name: string;
  address: string;
  connectors: number;
  price: string;
  online: boolean;
}

export interface Order {
  number: string;
  station_name: string;
  customer: string;
  kwh: string;
  amount: string;
  status: "unpaid" | "paid" | "cancelled";
  created_at: string;
}

export interface Page<Item> {
  count: number;
  results: Item[];
}

export interface System {
  version: string;
  environment: string;
  wechat_appid: string;
  wechat_certificates: string[];
  payment_timeout_minutes: number;
}

/** Asks the API as the user who logged in; a message in Chinese is all that a page needs of a failure. */
export async function ask<Answer>(
  path: string,
  options: { method?: string; body?: object } = {},
): Promise<Answer> {
  const token = sessionStorage.getItem("token");
  const response = await fetch(`/api/${path}`, {
    method: options.method ?? "GET",
    headers: {
      Accept: "application/json",
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(options.body && { "Content-Type": "application/json" }),
    },
    ...(options.body && { body: JSON.stringify(options.body) }),
  }).catch(() => {
    throw new Error("无法连接服务器");
  });
  if (response.status === 401 && token) logOut();
  if (!response.ok)
    throw new Error(response.status === 401 ? "用户名或密码错误" : `服务器返回错误（${response.status}）`);
  return (await response.json()) as Answer;
}

/** Logs in; the token is forgotten with the browser's tab. */
export async function logIn(username: string, password: string): Promise<void> {
  const { access } = await ask<{ access: string }>("auth/login/", {
    method: "POST",
    body: { username, password },
  });
  sessionStorage.setItem("token", access);
}

export function logOut(): void {
  sessionStorage.removeItem("token");
  location.reload();
}

export function isLoggedIn(): boolean {
  return sessionStorage.getItem("token") !== null;
}
