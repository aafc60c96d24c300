import type { Messages } from "../en";
import { problem } from "./problem";

const { fixLine } = problem;

export const edge: Messages["edge"] = {
  refused: (count) => `Nginx 的参数有 ${count} 处错误；未做任何更改。`,
  mistake: {
    serverName: (name) => `serverNames：${name} 不是合法的域名，正确的例如 www.example.com`,
    serverNameTwice: (name) => `serverNames：${name} 列出了两次`,
    proxy: (network) => `trustedProxies：${network} 不是合法的网段，正确的例如 10.0.0.0/8`,
    noRoute: "routes：没有任何路由",
    pathTwice: (path) => `routes：有两条路由使用同一路径 ${path}`,
    serviceTwice: (name) => `routes：有两个服务使用同一名称 ${name}`,
    logFormat: "accessLog.format：应为一行",
    port: ({ argument, value }) => `${argument}：${value} 不是 1 到 65535 之间的端口`,
    portOfHttp: (port) => `tls.port：端口 ${port} 已被 http 使用`,
    notPath: ({ argument, value }) => `${argument}：${value} 不是合法的路径`,
    pageTooLong: "maintenance.page：超过 3,000 字节",
    pageEmpty: "maintenance.page：内容为空",
    headerName: (name) => `headers：${name} 不是合法的响应头名称`,
    headerValue: (name) => `headers.${name}：值中含有换行或其他控制字符`,
    verify: (mistake) => `verify：${mistake}`,
    snippet: `snippet：内容为空；${fixLine("删除它")}`,
    notWhole: ({ argument, value }) => `${argument}：${value} 不是大于 0 的整数`,
  },
  route: {
    of: ({ path, exact, mistake }) => `路由 ${exact ? "= " : ""}${path}：${mistake}`,
    path: (path) => `path：${path} 不是合法的路径，正确的例如 /api/`,
    manyWays: (keys) => `同时设置了 ${keys.join("、")}：请求只能有一个去向`,
    noWay: `没有去向；${fixLine("添加 `to`、`folder` 或 `redirectTo`")}`,
    noService: "to：不是本程序中的服务",
    serviceName: (name) => `to：${name} 不是合法的服务名称`,
    twoChanges: "stripPath 和 rewriteTo：只能用其中一种方式更改路径",
    stripNeedsSlash: "stripPath：路径应以 / 结尾",
    folder: (folder) => `folder：${folder} 不是绝对路径`,
    folderNeedsSlash: "folder：路径应以 / 结尾，且不能是 exact",
    redirectTo: (to) => `redirectTo：${to} 既不是路径，也不是 http(s) 地址`,
    status: (status) => `status：${status} 不是 301、302、307 或 308`,
    endless: ({ to, from }) => `rewriteTo：${to} 位于 ${from} 之下，会再次匹配这条路由，无限循环`,
  },
  certificate: {
    notPem: "tls：证书不是 PEM 格式（-----BEGIN CERTIFICATE-----）",
    expired: (day) => `tls：证书已于 ${day} 过期`,
    notYet: ({ from, daysLeft }) => `tls：证书在 ${from} 之前尚未生效（距到期还有 ${daysLeft} 天）`,
    otherKey: "tls：私钥与证书不匹配",
    notCovered: ({ name, covered }) => `tls：证书不包含 ${name}，只包含 ${covered ?? "（无）"}`,
    readByOthers: (path) => `tls：${path} 可被其他用户读取；${fixLine(`chmod 600 ${path}`)}`,
    cannotRead: ({ path, code }) => `tls：无法读取 ${path}：${code ?? "未知错误"}`,
    encrypted: `tls：私钥已加密，而 Nginx 无法询问口令；${fixLine("openssl pkey -in KEY")}`,
    notKey: "tls：私钥不是 PEM 格式",
    endsSoon: ({ daysLeft, day, remedy }) =>
      daysLeft < 0
        ? `证书已于 ${day} 到期。${remedy}`
        : `证书将在${daysLeft === 0 ? "一天之内" : ` ${daysLeft} 天后`}（${day}）到期。${remedy}`,
    getNew: "申请新证书，然后运行 'pulumi up'。",
    makeNew: (urn) => `重新生成证书：pulumi up --replace '${urn}'`,
  },
};
