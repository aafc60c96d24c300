import type { Messages } from "../en";
import { deployments } from "./config-deployments";
import { envFile } from "./config-env-file";
import { expected } from "./config-expected";

/** With the blank that stands between Chinese and Latin words or numbers. */
const after = (text: string) => (/^[\w`[-]/.test(text) ? ` ${text}` : text);
const wanted = (text: string) => `应为${after(text)}`;

export const config: Messages["config"] = {
  deployments,
  envFile,
  expected,
  mistakes: ({ file, count }) => `${file} 中有 ${count} 处错误；未做任何更改。`,
  unknownKey: ({ meant, known }) => ({
    what: "未知的键",
    fix: `${meant === undefined ? "删除此项" : `是否想写 "${meant}"？`}${known.length === 0 ? "" : `（此处可用：${known.join("、")}）`}`,
  }),
  missing: (example) => ({
    what: "缺少此项",
    fix: example === undefined ? "加入此项" : `加入 \`${example}\``,
  }),
  wrongValue: ({ wanted: text, found }) => `${wanted(text)}，实际为 ${found}`,
  wrongSecret: (text) => `${wanted(text)}，实际为其他类型的值`,
  wrongHidden: (text) => `${wanted(text)}，实际为其他内容`,
  forExample: (example) => `例如 ${example}`,
  secret: {
    plain: (command) => ({ what: "机密以明文保存", fix: `删除此项，然后运行：${command}` }),
    weak: (why) => `机密强度不足：${why}`,
    chooseRandom: (command) => `改用随机值：${command}`,
    askProvider: "向服务商申请新的值",
    example: "（用 `pulumi config set --secret --path` 设置）",
    weakInUrl: (why) => `其 URL 中的密码强度不足：${why}`,
    repeatsName: "只是重复用户名或设置名",
    commonWords: "是已知的默认值，或只由常用词组成",
    djangosOwn: "由 Django 生成，仅供开发使用",
    short: (least) => `少于 ${least} 个字符`,
    fewCharacters: (least) => `不同的字符少于 ${least} 种`,
  },
};
