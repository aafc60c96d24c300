import type { Messages } from "../en";

export const envFile: Messages["config"]["envFile"] = {
  file: (path) => `env 文件 ${path}`,
  missing: ({ path, line }) => ({ what: "缺少此项", fix: `在 ${path} 中加入：${line}` }),
  notASetting: ({ path, key, meant }) =>
    `${path}：${key} 不是本系统的设置，不会传给任何容器${meant === undefined ? "" : `（是否想写 ${meant}？）`}`,
  exampleOfGiven: "（由服务商提供）",
  exampleOfText: "某个值",

  notAbsolute: { what: "不是绝对路径", fix: "从根目录写起：/etc/…" },
  notThere: (path) => ({
    what: "在本机上不存在",
    fix: `install -m 600 /dev/null ${path}，然后填写内容`,
  }),
  notOpened: (code) => ({ what: `无法打开（${code}）`, fix: "以文件所有者的身份运行，或：sudo -E pulumi …" }),
  notAFile: { what: "不是文件", fix: "写出文件本身的路径" },
  notText: { what: "不是 UTF-8 文本", fix: "另存为 UTF-8" },
  mode: ({ found, open, path }) => ({
    what: `文件权限是 ${found}，必须是 0600 或 0400${open ? "：本机其他用户可以获取其中的机密" : ""}`,
    fix: `chmod 600 ${path}`,
  }),
  owner: ({ owner, path }) => ({
    what: `文件属于用户 ${owner}，该用户可以更改部署内容`,
    fix: `chown root ${path}`,
  }),

  again: ({ key, line }) => ({ what: `${key} 重复，第 ${line} 行已有`, fix: "删除其中一行" }),
  notAssignment: { what: "不是 KEY=value 形式的行", fix: "写成 KEY=value，注释则在行首加 #" },
  notClosed: { what: "引号没有闭合", fix: "补上引号" },
  quoteIt: "用单引号括住值：'…'",
  unquoted: "未加引号的值中有引号、反斜杠或 $",
  afterQuote: "结束引号之后还有内容",
  replacedByShells: "双引号中有 $ 或 `，shell 会将其替换为别的内容",
  unknownSequence: "双引号中有未知的反斜杠转义",

  overridesNothing: (known) => ({
    what: "不是本系统的设置",
    fix: `删除此项（可用的设置：${known.join("、")}）`,
  }),
  refersToUnset: (name) => ({
    what: `引用了 \${${name}}，但 env 文件没有设置它`,
    fix: `在文件中加入 ${name}，或直接写出值`,
  }),
};
