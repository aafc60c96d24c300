import assert from "node:assert/strict";
import { problemList } from "../../../components/engine/problem-list";
import { pinsOf } from "../../../components/image/answers";
import { question } from "../../../components/image/pin";
import { stateProblems } from "../../../components/preflight/preflight-state";
import { silent } from "../../../components/preflight/silent";
import { say } from "../../../messages/say";

describe("messages: what keeps a release from starting, in Chinese", () => {
  const before = process.env["WEB_SYSTEMS_LANG"];
  beforeEach(() => (process.env["WEB_SYSTEMS_LANG"] = "zh"));
  afterEach(() => {
    if (before === undefined) delete process.env["WEB_SYSTEMS_LANG"];
    else process.env["WEB_SYSTEMS_LANG"] = before;
  });
  const shown = (problems: Parameters<typeof problemList>[1]) =>
    problemList(say().preflight.cannotStart, problems);

  it("another engine, with the command that lets it take the place of the state's", () => {
    const engine = { id: "C:D", name: "build2", root: "/var/lib/docker" };
    const known = { containers: ["c1"], engines: [{ ...engine, id: "A:B", name: "prod1" }] };
    const who = { system: "shop", stack: "prod", endpoint: "unix:///x", command: "docker" };
    const text = shown(stateProblems({ engine, things: [] }, known, who));
    assert.match(text, /^发布无法开始；未做任何更改。\n {2}unix:\/\/\/x 的 Docker 引擎是 build2（id C:D，/);
    assert.match(text, /\n {6}解决方法：.*：NEW_ENGINE=build2 pulumi up --refresh$/);
  });

  it("an engine that does not answer, and a port that another stack has", () => {
    const problem = silent({ DOCKER_HOST: "unix:///x" }, new Error("connect ENOENT /x"));
    assert.match(
      shown([problem]),
      /\n {2}unix:\/\/\/x 上的 Docker 没有响应：connect ENOENT \/x\n {6}解决方法：启动 Docker/,
    );
    const holder = { port: 80, key: "edge.port", name: "shop-test-nginx", system: "shop", stack: "test" };
    assert.match(
      shown([say().preflight.heldByContainer(holder)]),
      /主机端口 80 已被系统 shop 环境 test 的容器 shop-test-nginx 占用。\n {6}解决方法：在栈文件中换一个端口（edge\.port）/,
    );
  });

  it("an image that a registry refuses, with the command that sets the account", () => {
    const asked = question("shop.example.cn/app:1", { prefix: "shop-prod" });
    const answer = { status: 401, body: JSON.stringify({ message: "unauthorized" }) };
    const { problems } = pinsOf([asked], { registry: { [asked.name]: answer }, here: [] });
    const text = shown(problems);
    assert.match(text, /\n {2}镜像仓库 shop\.example\.cn 要求有账号才能读取 shop\.example\.cn\/app:1/);
    assert.match(
      text,
      /pulumi config set --secret --path 'registries\["shop\.example\.cn"\]\.secrets\.PASSWORD'$/,
    );
  });

  it("a registry that is silent: the time is in the sentence, and nothing of it in English", () => {
    const asked = question("postgres:17", { prefix: "shop-prod" });
    const { problems } = pinsOf([asked], { registry: { [asked.name]: { silent: true } }, here: [] });
    assert.match(
      shown(problems),
      /没有响应 Docker 引擎的请求（10 s 内没有响应），而主机上没有 docker\.io\/library\/postgres:17。/,
    );
  });
});
