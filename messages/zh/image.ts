import type { Messages } from "../en";

type Image = Messages["image"];

const silenceFix: Record<Parameters<Image["registrySilent"]>[0]["cause"], (host: string) => string> = {
  certificate: (host) => `在主机上安装它的 CA 证书，放到 /etc/docker/certs.d/${host}/ca.crt`,
  plainHttp: () => "让镜像仓库使用 HTTPS：明文 HTTP 只在 127.0.0.1 上接受",
  unreachable: () =>
    "确认主机能访问它；或设置一个主机能访问的镜像站（pulumi config set registry mirror.example.cn/library）；或在主机上用 docker load 载入镜像",
};

const badNames: Record<Parameters<Image["badName"]>[1], (image: string) => string> = {
  url: (image) => `${image} 不是有效的镜像名：它的开头像 URL`,
  grammar: (image) => `${image} 不是有效的镜像名`,
  noVersion: (image) => `${image} 没有写版本`,
  latest: (image) => `${image} 没有指明版本：latest 不算版本`,
};

export const image: Image = {
  badName: (image, wrong) => ({
    what: badNames[wrong](image),
    fix: "写成 [registry/]name:version，例如 postgres:17 或 registry.example.cn/shop/redis:8",
  }),
  notOnHost: (name) => ({
    what: `镜像 ${name} 不在主机上。`,
    fix: "执行 npm start，它会准备好这个镜像；或改用镜像仓库：pulumi config set registry docker.io/library",
  }),
  nothingWithin: (seconds) => `${seconds} s 内没有响应`,
  stays: ({ host, because, name, content }) =>
    `${host} 没有响应（${because}）；${name} 沿用主机上已有的：${content}`,
  registrySilent: ({ host, because, cause, lacking }) => ({
    what: `镜像仓库 ${host} 没有响应 Docker 引擎的请求（${because}），而主机上没有 ${lacking.join("、")}。`,
    fix: silenceFix[cause](host),
  }),
  notInRegistry: ({ name, host }) => ({
    what: `镜像仓库 ${host} 中没有镜像 ${name}。`,
    fix: "检查镜像的名称和版本，以及栈文件的 registry，它决定镜像从哪里来",
  }),
  needsAccount: ({ name, host, setPassword }) => ({
    what: `镜像仓库 ${host} 要求有账号才能读取 ${name}，或者没有这个镜像。`,
    fix: `检查名称，或设置账号：pulumi config set --path 'registries["${host}"].user' USER; ${setPassword}`,
  }),
  refusedTo: ({ name, host, user, setPassword }) => ({
    what: `镜像仓库 ${host} 拒绝用户 ${user} 读取 ${name}：密码错误，或该用户没有读取权限。`,
    fix: `检查该用户在镜像仓库上的权限，或设置新密码：${setPassword}`,
  }),
  engineSilent: (name) => `Docker 引擎没有响应，因此无法取得 ${name}。`,

  cannotBeCreated: (name) => `镜像 ${name} 不能用这些参数创建。`,
  takenAndBuilt: () => ({
    what: "既给出了现成的镜像，又给出了 build",
    fix: "去掉 `build`；或只给出构建后要用的名称和标签，不带 digest",
  }),
  noDockerfile: (file) => ({ what: `没有 ${file}`, fix: "编写该文件，或改正构建的 context" }),
  fixedBase: ({ file, base }) => ({
    what: `${file} 直接使用 ${base}，栈文件的任何设置都改变不了它`,
    fix: `在第一个 FROM 之前写 ARG BASE_IMAGE=${base}，原处改用 \${BASE_IMAGE}`,
  }),
  missingBase: ({ file, arg, base }) => ({
    what: `${file} 从 \${${arg}} 开始构建，但没有为它指定基础镜像`,
    fix: `bases: { ${arg}: new Image(…, { host, name: "${base}" }) }`,
  }),
  unusedBase: ({ file, arg }) => ({ what: `${file} 中没有 FROM \${${arg}}`, fix: "从 bases 中去掉它" }),
  passwordInArgument: (name) => ({
    what: `${name} 含有用户名或密码，任何人都能从镜像的历史中读到`,
    fix: "从地址中去掉它，改为在网络上限制访问",
  }),
  noCaFile: (file) => ({ what: `没有 ${file}`, fix: "改正 caFile" }),
  buildFailed: ({ name, context }) =>
    `镜像 ${name} 未能从 ${context} 构建；未做任何更改。构建输出的最后几行：`,

  caFile: {
    missing: "运行 pulumi 的机器上的一个文件，但该文件不存在",
    unreadable: (code) => `可以读取的文件（${code ?? "该文件无法读取"}）`,
    privateKey: "只含证书的文件，但其中还有私钥",
    tooLarge: (kib) => `最多 ${kib} KiB：只放你们自己的 CA 证书，不要放整个系统的证书包`,
    notPem: "PEM 格式的证书（-----BEGIN CERTIFICATE-----）",
  },
};
