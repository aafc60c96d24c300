// A stand-in for the operator's API, for dev and preprod: recharges no phone, counts what it is asked. It forgets when it stops.
//   POST /api/v1/recharge                   { reference, phoneNumber, type, code }, Basic authorization
//   GET  /api/v1/recharges/<reference>      { count }: how often it was asked to recharge for it
// Phones 80000400 and 80000500 are answered with these numbers, to see what becomes of an order then.
import { createServer } from "node:http";

const { UNITEL_USERNAME: user, UNITEL_PASSWORD: password, PORT: port = "4000" } = process.env;
if (!user || !password) {
  console.error("unitel cannot start: UNITEL_USERNAME or UNITEL_PASSWORD is missing");
  process.exit(1);
}
const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
const counts = new Map();
let last = 0;

function recharge({ reference, phoneNumber }) {
  if (phoneNumber === "80000400") return [400, { error: "this phone cannot be recharged" }];
  counts.set(reference, (counts.get(reference) ?? 0) + 1);
  if (phoneNumber === "80000500") return [500, { error: "it may have been recharged" }];
  console.log(`recharge ${reference}: number ${counts.get(reference)}`);
  return [200, { result: "success", seqId: `U${String(++last).padStart(8, "0")}` }];
}

async function answer(request) {
  const { method, url = "" } = request;
  if (method === "GET" && url === "/health") return [200, { status: "ok" }];
  if (request.headers.authorization !== authorization) return [401, { error: "wrong user or password" }];
  const counted = /^\/api\/v1\/recharges\/(\w+)$/.exec(url);
  if (method === "GET" && counted) return [200, { count: counts.get(counted[1]) ?? 0 }];
  if (method !== "POST" || url !== "/api/v1/recharge") return [404, { error: "no such route" }];
  let body = "";
  for await (const part of request) body += part;
  return recharge(JSON.parse(body));
}

const server = createServer((request, response) => {
  answer(request)
    .catch((error) => [400, { error: error.message }])
    .then(([status, body]) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
}).listen(Number(port));

process.on("SIGTERM", () => server.close(() => process.exit(0)));
