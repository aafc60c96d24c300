// The token lives as long as the page: it is written down nowhere.
let token = "";

const find = (selector) => document.querySelector(selector);
const names = {
  pending: "待处理",
  paid: "已支付",
  processing: "充值中",
  success: "成功",
  failed: "失败",
  unknown: "待核实",
  amount_mismatch: "金额不一致",
  recharge_failed: "充值失败",
  recharge_unknown: "结果不明",
  recharge_interrupted: "充值中断",
};
const named = (word) => names[word] ?? word ?? "";

async function ask(path, body) {
  const answer = await fetch(path, {
    ...(body && { method: "POST", body: JSON.stringify(body) }),
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
  });
  if (answer.status === 401 && token) return leave();
  if (answer.status === 401) throw new Error("用户名或密码错误");
  if (!answer.ok) throw new Error(`服务器错误（${answer.status}），请稍后再试`);
  return answer.json();
}

function leave() {
  token = "";
  find("#orders").hidden = true;
  find("#login").hidden = false;
  throw new Error("登录已过期，请重新登录");
}

/** Runs what a person asked for, and says it when that fails. */
async function attempt(work) {
  find("#notice").hidden = true;
  try {
    await work();
  } catch (error) {
    find("#notice").textContent = error.message;
    find("#notice").hidden = false;
  }
}

function cell(text, className = "") {
  const made = document.createElement("td");
  made.textContent = text;
  made.className = className;
  return made;
}

async function showOrders() {
  const orders = await ask("/api/orders");
  const rows = orders.map((order) => {
    const row = document.createElement("tr");
    row.dataset.order = order.orderNumber;
    row.append(
      cell(order.orderNumber, "code"),
      cell(order.phoneNumber),
      cell(order.product),
      cell(order.priceRmb),
      cell(named(order.paymentStatus), order.paymentStatus),
      cell(named(order.rechargeStatus), order.rechargeStatus),
      cell(named(order.anomalyReason), "anomaly"),
      cell(new Date(order.createdAt).toLocaleString("zh-CN")),
    );
    return row;
  });
  find("tbody").replaceChildren(...rows);
  find("#total").textContent = rows.length === 0 ? "还没有订单" : `最近 ${rows.length} 个订单`;
  find("#login").hidden = true;
  find("#orders").hidden = false;
}

find("#login").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  void attempt(async () => {
    const answer = await ask("/api/auth/login", Object.fromEntries(form));
    token = answer.accessToken;
    event.target.reset();
    await showOrders();
  });
});
find("#reload").addEventListener("click", () => void attempt(showOrders));
void attempt(async () => {
  find("#version").textContent = `版本 ${(await ask("/health")).version}`;
});
