import { ours } from "../command";
import type { Messages } from "../en";
import { listed, some } from "./lists";

export const imports: Messages["imports"] = {
  whichDump: "哪个转储文件？",
  oneDump: (files) => `一次只能导入一个转储文件；收到 ${listed(files)}`,
  emptyFile: (path) => ({ what: `${path} 是空文件。`, fix: "重新导出数据库" }),
  noFile: (path) => ({ what: `文件 ${path} 不存在。`, fix: "更正路径" }),
  fileUnreadable: (path, why) => ({ what: `无法读取 ${path}：${why}`, fix: "指定文件，而不是目录" }),
  unknownKind: (path) => ({
    what: `${path} 既不是 SQL（.sql、.sql.gz），也不是 pg_dump 的归档（-Fc、-Ft）。`,
    fix: "先解压，或者重新转储为其中一种格式",
  }),
  otherProduct: (product) => ({
    what: `pg_dump 的归档用于 PostgreSQL，而这里是 ${product}。`,
    fix: "使用 mariadb-dump 或 mysqldump 的转储",
  }),
  archiveUnreadable: (said) => `无法读取归档：${said}`,
  interrupted: (signal) => `被 ${signal} 中断。`,
  clientEnded: "数据库客户端在转储结束之前就退出了，没有全部载入。",
  truncated: () => ({ what: "文件不完整：开头是转储，但没有结尾。", fix: "重新转储" }),
  reports: (container, said) => `${container} 中的数据库报告：${said}`,
  notDropped: (database) => `失败的导入在 ${database} 中创建的内容未能删除；需要手动删除。`,
  unknownRoles: (stack, database) => ({
    what: `环境 ${stack} 的状态中没有数据库 ${database} 的角色。`,
    fix: `pulumi up --stack ${stack}`,
  }),
  notEmpty: ({ database, has, file }) => ({
    what: `数据库 ${database} 不是空的：其中有 ${some(has)}。未做任何更改。`,
    fix: `${ours("import --")} ${file} --beside 会把它导入一个新数据库，只有在你要求时才会替换现有数据库`,
  }),
  failed: ({ database, left, why }) => ({
    what: `转储未能导入；${
      left === undefined
        ? `无法查看数据库 ${database} 中是否有遗留内容。`
        : left.length === 0
          ? "没有保留其中任何内容。"
          : `数据库 ${database} 不再是空的：其中有 ${some(left)}。`
    }`,
    details: [why],
  }),
  done: (at) =>
    `已导入数据库 ${at.database}：${at.tables} 个表和视图，归 ${at.owner} 所有；${at.app} 可以使用它们。`,
  leftOut: (count) => `已略去 ${count} 条语句：它们涉及所有者、权限以及转储来源服务器上的其他内容。`,
  toReplace: (database, command) =>
    `${database} 没有更改。要用导入的数据替换它（当前数据会保留）：${command}`,
  next: (stack) =>
    `下一步：${ours("migrate -- status")} --stack ${stack}（baseline 把随转储带来的表所对应的文件标记为已执行）；${ours("verify --")} --stack ${stack}`,
};
