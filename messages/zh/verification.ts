import { ours } from "../command";
import type { Messages } from "../en";

export const verification: Messages["verification"] = {
  cannotCreate: ({ name, mistakes }) => ({
    what: `上线验证 ${name} 的参数有误，无法创建：`,
    details: mistakes,
  }),
  mistake: {
    nginx: "nginx：设置了 http 就需要它，请求经由它发送",
    path: (path) => `http：“${path}” 应以 / 开头`,
    query: "databases：有一条查询是空的",
    table: (table) => `databases：“${table}” 不是合法的表名`,
  },
  check: {
    table: (table) => `表 ${table}`,
    role: (app) => `应用角色 ${app} 的权限`,
  },
  together: (texts) => texts.join("、"),
  summary: ({ passed, total, failed }) =>
    `上线验证：${total} 项检查中 ${passed} 项通过${failed === 0 ? "" : `，${failed} 项失败`}。`,
  heading: "系统运行不正常：",
  failed: ({ group, check, expected, found }) => `${group}：${check}：期望：${expected}；实际：${found}`,
  containerFailed: ({ service, found }) => `${service}：${found}`,
  again: "排除上述故障，然后再次运行 'pulumi up'",
  againOrBack: `排除上述故障，然后再次运行 'pulumi up'；或者回滚：${ours("rollback")}`,
  nothingSwitched: "本次更新没有切换任何请求。",
  notRecorded: `尽管检查失败，新版本已在提供服务。该版本未能记录下来：${ours("rollback")} 会回到最近一个有记录的版本。`,
  serves: (release) => `尽管检查失败，版本 ${release} 已在提供服务。`,
  container: {
    running: "运行中",
    gone: (container) => `其容器 ${container} 已不存在：更新在替换它时被中断，或它在 Pulumi 之外被删除`,
    recreate: `用 pulumi up --refresh 重新创建它；如果是更新被中断（${ours("doctor")} 会指出），先运行 ${ours("unlock")}`,
    is: ({ container, status, health }) =>
      `其容器 ${container} 的状态为 ${status}${health === undefined ? "" : ` ${health}`}`,
    releaseFailed: "因发布失败而被停止；排除原因后，pulumi up 会再次启动它",
    start: ({ docker, container }) => `${docker} start ${container}（有意停止的除外）`,
    look: ({ docker, container }) => `查看 ${docker} logs ${container}；${docker} restart ${container}`,
  },
  command: {
    exitCode: (code) => `退出码 ${code}`,
    look: ({ docker, container, service }) =>
      `查看其输出，以及：${docker} logs ${container}（服务 ${service}）`,
    noEnd: (seconds) => `${seconds} s 后仍未结束`,
  },
  http: {
    answer: "经由 Nginx 得到响应",
    noAnswer: "没有响应",
    nothing: "（无）",
    needsCurl: "Nginx 的镜像中需要有 curl，官方镜像自带",
    look: ({ docker, container }) =>
      `查看 ${docker} logs ${container}，以及其后端服务的日志：${ours("doctor")} 会列出容器`,
    status: (status) => `状态码 ${status ?? "200 至 299"}`,
    bodyWith: (text) => `响应体含有 “${text}”`,
    bodyWithout: "响应体不含该内容",
    header: ({ name, value }) => `响应头 ${name}: ${value}`,
    noHeader: (name) => `没有响应头 ${name}`,
    json: "JSON 格式的响应体",
    noJson: "不是 JSON",
    value: ({ path, value }) => `${path} = ${value ?? "（无）"}`,
    within: (milliseconds) => `${milliseconds} ms 之内`,
    after: (milliseconds) => `${milliseconds} ms 之后`,
  },
  table: {
    none: (database) => `数据库 ${database} 中没有该表`,
    restore: `用 ${ours("migrate -- verify")} 查看与文件的其他差异；用 ${ours("restore")} 找回丢失的行`,
    look: `用 ${ours("migrate -- verify")} 查看与文件的差异`,
    index: (name) => `索引 ${name}`,
    noIndex: (name) => `没有索引 ${name}`,
    atLeast: (rows) => `至少 ${rows} 行`,
    rows: (rows) => `${rows} 行`,
    column: (name) => `列 ${name}`,
    noColumn: (name) => `没有列 ${name}`,
    columnOfType: ({ name, type }) => `列 ${name} 的类型为 ${type}`,
    type: (type) => `类型 ${type}`,
    columnNullable: ({ name, nullable }) => `列 ${name} ${nullable ? "可为空" : "为 NOT NULL"}`,
    nullable: (nullable) => (nullable ? "可为空" : "NOT NULL"),
    columnDefault: ({ name, value }) => `列 ${name} 的默认值为 ${value ?? "（无）"}`,
    default: (value) => `默认值 ${value ?? "（无）"}`,
  },
  query: {
    answer: "数据库的响应",
    noRow: "没有行",
    look: (database) => `查看数据库 ${database} 中的行`,
  },
  role: {
    works: ({ app, database }) => `${app} 可以使用数据库 ${database} 中的所有对象`,
    mayNot: ({ names, more }) =>
      `它没有权限使用：${names.join("、")}${more > 0 ? `，以及另外 ${more} 个` : ""}`,
  },
};
