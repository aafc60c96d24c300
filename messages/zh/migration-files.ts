import { ours } from "../command";
import type { Messages } from "../en";

export const migrationFiles: Messages["migration"]["files"] = {
  refused: ({ name, why }) => `${name} ${why}`,
  noOrder: (path) => `缺少 ${path}：在其中按顺序列出 SQL 文件，每行一个；或为所有文件编号，例如 001_name.sql`,
  listedWayBack: (name) => `${name} 列在 order.txt 中，但从名称看是撤销脚本：从 order.txt 中删除它`,
  listedMissing: ({ name, folder }) => `${name} 列在 order.txt 中，但不在 ${folder} 中`,
  listedTwice: (name) => `${name} 在 order.txt 中列出了两次`,
  notListed: ({ name, folder }) =>
    `${name} 在 ${folder} 中，但不在 order.txt 中：将它加到相应的位置（新文件放在最后）`,
  notListedWayBack: ({ name, folder, why }) => `${name} 在 ${folder} 中，但不在 order.txt 中：该文件${why}`,
  emptyFolder: ({ path, folder }) => `${folder} 中缺少 ${path}：补上该文件，或删除其目录`,
  loose: (name) => `${name} 与目录 <timestamp>_<name> 并列：将它移到其中一个目录，命名为 migration.sql`,
  noNumber: (name) =>
    `${name} 没有编号，而其他文件有：按 001_name.sql 的形式命名，或在 order.txt 中列出所有文件`,
  sameNumber: (names) => `${names.join(" 和 ")} 的编号相同：为较新的文件换用下一个空闲编号`,
  byteOrderMark: (name) => `${name} 以字节顺序标记（BOM）开头：存为不带 BOM 的 UTF-8`,
  notUtf8: (name) => `${name} 不是 UTF-8：转换其编码`,
  empty: (name) => `${name} 是空文件`,
  clientCommand: ({ name, line, command }) =>
    `${name} 第 ${line} 行：${command} 是客户端命令，不是 SQL：删除它`,
  neverClosed: ({ name, line, what, mark }) =>
    `${name} 第 ${line} 行：此处开始的${{ comment: `注释 ${mark} 没有结束`, quote: `引号 ${mark} 没有闭合`, data: ` COPY 数据没有结束（应以一行 ${mark} 结束）` }[what]}`,
  breaksTransaction: ({ name, line, statement }) =>
    `${name} 第 ${line} 行：${statement} 会破坏该文件的事务，而执行记录也写在这个事务中：删除它`,
  outsideTransaction: ({ name, line, statement }) =>
    `${name} 第 ${line} 行：${statement} 不能在事务中执行：将它移到单独的文件，其第一行为 -- no-transaction`,
  variables: (line) => `第 ${line} 行：goose 会在此处替换其环境变量：直接写出值`,
  aboveMarker: (line) => `第 ${line} 行在 up 部分的标记之前：将它移到标记之后`,
  noUpHalf: "只有 down 部分的标记，没有 up 部分的标记：为 up 部分也加上标记",
  statementBegin: (line) =>
    `第 ${line} 行：数据库的客户端不认识 StatementBegin：在语句之前写 DELIMITER //，语句之后写 //`,
  liquibase: ({ line, text }) =>
    `第 ${line} 行：${text}：其中的变更集由 Liquibase 选择执行：将其内容写成普通的 SQL 文件`,
  wayBack: ({ line, text }) =>
    `第 ${line} 行：${text} 看起来是撤销脚本的开头，它也会被执行：将其下面的内容移到 NAME.down.sql；如果不是撤销脚本，换一个注释`,
  wayBackByName: (better) =>
    `从名称看像是撤销脚本，它也会被执行：改名为 ${better}（只有 '${ours("migrate -- down")}' 会执行它）；如果不是撤销脚本，换一个名称`,
};
