import { ours } from "../command";
import type { Messages } from "../en";

export const switching: Messages["switching"] = {
  failed: ({ what, why }) => `${what}：${why}`,
  switchFailed: "Nginx 切换失败",
  filesFailed: "无法把静态文件复制到 Nginx",
  certificateFailed: "无法交付证书",

  oldServes: "请求仍然发往旧的发布。",
  asBefore: "Nginx 仍像之前一样提供服务。",
  stopped: ({ container }) => `${container} 已停止。要恢复之前的服务：docker start ${container}`,
  unseen: `引擎没有响应，无法得知目前由谁提供服务：引擎恢复后可运行 ${ours("doctor")} 查看。`,
  again: "排除原因后，重新运行 'pulumi up'",

  notRunning: "Nginx 容器没有运行",
  notUndone: "无法撤销一次中断的切换",
  refused: "nginx -t 不接受新的配置",
  notInstalled: "无法安装新的配置",
  notReloaded: "Nginx 无法重新加载",
  notVerified: "通过 Nginx 的验证没有通过",
  noPorts: "Nginx 无法接管对外发布的端口",
  notPublished: "Nginx 在对外发布的端口上没有响应",
  andBack: ({ why }) => `${why}，已恢复旧的配置`,
  andNotBack: ({ why }) => `${why}，旧的配置暂时无法恢复：下一次切换会先恢复它`,

  linksOut: ({ folder }) =>
    `构建结果中有链接指向其目录 ${folder} 之外，或者指向不存在的位置；请改为复制链接的目标，或者去掉这些链接`,
  liveUnread: "无法读取 live 目录",
  liveUnwritten: "无法写入 live 目录",
  noImage: ({ image }) => `主机上没有镜像 ${image}`,
  noFolder: ({ folder }) => `镜像中没有目录 ${folder}`,
  notMade: "无法生成证书",
};
