import { ours } from "../command";
import type { Messages } from "../en";

type Releases = Messages["doctor"]["releases"];
type Unfinished = Parameters<Releases["noneServesAfter"]>[0]["last"];

const serves: Releases["serves"] = ({ number, guessed }) =>
  `正在提供服务的是版本 ${number}${guessed === undefined ? "" : `（根据发布记录判断，原因：${guessed}）`}`;

export const releases: Releases = {
  none: "还没有发布过",
  noneServes: "没有版本在提供服务",
  damaged: ({ number, why }) => ({
    what: `无法读取版本 ${number} 的记录：${why}`,
    fix: "无需处理：其他版本用不到它；只是不能回滚到该版本",
  }),
  notRecorded: (number) => ({
    what: `正在提供服务的版本未能写入记录；有记录且提供过服务的最后一个版本是 ${number}`,
    fix: `在主机上腾出磁盘空间，并确保能连接其 Docker 引擎：下一次有更改的 pulumi up 会写入记录；${ours("rollback")} 会回到有记录的最后一个版本`,
  }),
  serves,
  noneServesAfter: ({ last, again }) => ({
    what: `没有版本在提供服务：版本 ${last.number} ${ended(last)}`,
    fix: `${first(last)}，然后运行 ${again}`,
  }),
  anotherServes: ({ last, now, again }) => ({
    what: `版本 ${last.number} 在提供服务之前${ended(last)}；${serves(now)}`,
    fix: `${first(last)}，然后运行 ${again}，或者撤销它的更改：${ours("rollback --")} --to ${now.number}`,
  }),
  servesUnfinished: ({ last, now }) => ({
    what: `${serves(now)}，但该版本${ended(last)}`,
    fix: `${first(last)}，然后运行 pulumi up，或者回滚：${ours("rollback")}`,
  }),
  servesUnfinishedRollback: ({ last, now, to }) => ({
    what: `${serves(now)}，但该版本${ended(last)}`,
    fix: `${first(last)}，然后完成到版本 ${to} 的回滚：${ours("rollback")}`,
  }),
  noSource: (number) => `不能回滚到版本 ${number}：没有保留它的源码`,
};

function ended({ hasFailed, step }: Unfinished): string {
  if (!hasFailed) return "仍在进行或已中断";
  return step === undefined ? "失败，步骤不明" : `失败于步骤 ${step}`;
}

function first({ hasFailed, number, stack }: Unfinished): string {
  return hasFailed
    ? `先排除失败原因（可用 ${ours("releases --")} ${number} 查看）`
    : `如果它已不再运行：${ours("unlock --")} --stack ${stack}`;
}
