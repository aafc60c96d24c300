import assert from "node:assert/strict";
import { advice, type Situation } from "../../../toolchain/engine-trouble";
import { baseImages } from "../../../toolchain/image-list";
import { noWay } from "../../../toolchain/images";
import { chosenSystem } from "../../../toolchain/systems";

describe("messages: setting a machine up, in Chinese", () => {
  const before = process.env["WEB_SYSTEMS_LANG"];
  beforeEach(() => (process.env["WEB_SYSTEMS_LANG"] = "zh"));
  afterEach(() => {
    if (before === undefined) delete process.env["WEB_SYSTEMS_LANG"];
    else process.env["WEB_SYSTEMS_LANG"] = before;
  });

  it("an engine that this user may not use: the commands that change it", () => {
    const situation: Situation = {
      ...{ trouble: "denied", stderr: "", installed: true, systemd: true, debian: true, root: false },
      ...{ platform: "linux", user: "ana" },
    };
    assert.match(advice(situation), /用户 ana 无权使用.*sudo usermod -aG docker ana\n.*newgrp docker$/s);
  });

  it("base images without a way to get them: their names, and how they are copied", () => {
    const text = noWay(baseImages.slice(0, 1));
    assert.match(text, /^缺少基础镜像：local\/debian:trixie。\n/);
    assert.match(text, / docker save local\/debian:trixie \| gzip > base-images\.tar\.gz\n +docker load -i/);
  });

  it("a system that there is not, and an option", () => {
    assert.throws(
      () => chosenSystem(["shop"], "npm start"),
      /^UserError: 没有系统 "shop"。\n {2}解决方法：proxy-system 只需 npm start；其他系统：.*npm start -- order-system/,
    );
    assert.throws(
      () => chosenSystem(["--all"], "npm start"),
      /没有选项 --all；未做任何更改。\n {2}用法：npm start \[-- /,
    );
  });
});
