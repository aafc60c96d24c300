import { say } from "../../messages/say";
import { onEach, type Ran } from "./in-container";
import type { HttpCheck, Outcome, Plan, Where } from "./checks";
import { asJson } from "../engine/as-json";

/** Sends the requests from inside the Nginx container to the one that holds the published ports: so it works wherever the engine is. */
export async function checkHttp(
  edge: NonNullable<Plan["edge"]>,
  { engine, docker }: Where,
): Promise<Outcome[]> {
  const { container, checks } = edge;
  // The certificate may be one for rehearsals: that it is the right one is not checked here.
  const curl =
    "curl --globoff --silent --show-error --insecure --include --write-out '\\n%{time_total}' --config -";
  const timeout = 15 * checks.length;
  const texts = checks.map((check) => curlConfig(edge, check));
  const answers = await onEach({ engine, container, timeout }, curl, texts);
  return checks.map((check, at) =>
    outcomeOf(check, answers[at] ?? { code: 1, output: say().verification.http.noAnswer }, {
      container,
      docker,
    }),
  );
}

/** A request as curl reads it, so that no part of it is an argument of a process. */
export function curlConfig(edge: NonNullable<Plan["edge"]>, check: HttpCheck): string {
  // A plan in the state that an earlier version left has no address.
  const { scheme, address = "127.0.0.1", port, host } = edge;
  const { path, method, body, headers = {} } = check;
  const name = check.host ?? host;
  const fields = {
    url: `${scheme}://${name}:${port}${path}`,
    "connect-to": `::${address}:${port}`,
    "max-time": String(Math.max(10, Math.ceil((check.within ?? 0) / 1000))),
    ...(method !== undefined && { request: method }),
    ...(body !== undefined && { "data-raw": JSON.stringify(body) }),
  };
  const sent = {
    Host: name,
    ...(body !== undefined && { "Content-Type": "application/json" }),
    ...headers,
  };
  return [
    ...Object.entries(fields).map(([key, value]) => `${key} = ${quoted(value)}`),
    ...Object.entries(sent).map(([key, value]) => `header = ${quoted(`${key}: ${value}`)}`),
  ].join("\n");
}

function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}

/** An answer, taken apart. */
interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** Until it was whole. */
  seconds: number;
}

/** Holds an answer against what a check expects; all that is wrong with it is said at once. */
export function outcomeOf(check: HttpCheck, ran: Ran, where: { container: string; docker: string }): Outcome {
  const title = `${check.method ?? (check.body === undefined ? "GET" : "POST")} ${check.path}`;
  const answer = ran.code === 0 ? parsed(ran.output) : undefined;
  const outcome = { group: "http", check: title, seconds: answer?.seconds ?? 0 };
  const { http: texts, together } = say().verification;
  if (!answer) {
    const missing = /curl: not found/.test(ran.output);
    const fix = missing ? texts.needsCurl : `${where.docker} logs ${where.container}`;
    return {
      ...outcome,
      failure: { expected: texts.answer, found: firstLine(ran.output) ?? texts.nothing, fix },
    };
  }
  const unlike = mistakes(check, answer);
  const wrong = [...unlike, ...delay(check, answer)];
  if (wrong.length === 0) return outcome;
  const failure = {
    expected: together(wrong.map(([expected]) => expected)),
    found: together(wrong.map(([, found]) => found)),
    fix: texts.look(where),
    // A body says nothing about why it took long.
    ...(unlike.length > 0 && answer.body !== "" && { lines: [shortened(answer.body)] }),
  };
  return { ...outcome, failure };
}

/** Expected and found, of everything but the time. */
function mistakes(check: HttpCheck, { status, headers, body }: Answer): [string, string][] {
  const { contains, json = {}, header = {} } = check;
  const texts = say().verification.http;
  const wrong: [string, string][] = [];
  if (check.status === undefined ? status < 200 || status > 299 : status !== check.status)
    wrong.push([texts.status(check.status), texts.status(status)]);
  if (contains !== undefined && !body.includes(contains))
    wrong.push([texts.bodyWith(contains), texts.bodyWithout]);
  for (const [name, value] of Object.entries(header)) {
    const found = headers[name.toLowerCase()];
    if (!found?.includes(value)) wrong.push([texts.header({ name, value }), found ?? texts.noHeader(name)]);
  }
  if (Object.keys(json).length > 0) {
    const document = asJson(body);
    if (document === undefined) wrong.push([texts.json, texts.noJson]);
    else
      for (const [path, value] of Object.entries(json)) {
        const found = at(document, path);
        if (found !== value)
          wrong.push([
            texts.value({ path, value: JSON.stringify(value) }),
            texts.value({ path, value: JSON.stringify(found) }),
          ]);
      }
  }
  return wrong;
}

function delay({ within }: HttpCheck, { seconds }: Answer): [string, string][] {
  if (within === undefined || seconds * 1000 <= within) return [];
  const texts = say().verification.http;
  return [[texts.within(within), texts.after(Math.round(seconds * 1000))]];
}

/** What curl printed: headers, body, then the seconds. `100 Continue` comes before the answer. */
function parsed(output: string): Answer | undefined {
  const end = output.lastIndexOf("\n");
  let rest = output.slice(0, end).replaceAll("\r\n", "\n");
  let head: string;
  do {
    const gap = rest.indexOf("\n\n");
    head = gap < 0 ? rest : rest.slice(0, gap);
    rest = gap < 0 ? "" : rest.slice(gap + 2);
  } while (/^HTTP\/[\d.]+ 1\d\d/.test(head));
  const status = /^HTTP\/[\d.]+ (\d+)/.exec(head)?.[1];
  if (status === undefined) return undefined;
  const headers = Object.fromEntries(
    head.split("\n").flatMap((line) => {
      const [, name, value] = /^([^:]+): *(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name.toLowerCase(), value ?? ""]];
    }),
  );
  return { status: Number(status), headers, body: rest, seconds: Number(output.slice(end + 1)) };
}

/** The value at a path such as `items.0.name`. */
function at(document: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (value, key) =>
        (typeof value === "object" && value !== null) || Array.isArray(value)
          ? (value as Record<string, unknown>)[key]
          : undefined,
      document,
    );
}

const firstLine = (text: string) => text.split("\n").find((line) => line.trim() !== "");

const shortened = (text: string) => {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
};
