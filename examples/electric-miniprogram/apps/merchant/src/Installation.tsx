import type { System } from "./api";
import { Panel } from "./Panel";
import { useAsk } from "./useAsk";

/** What an administrator wants to know of the installation. */
export function Installation() {
  return (
    <Panel title="系统" asked={useAsk<System>("system/")}>
      {(system) => (
        <dl data-testid="system">
          <dt>后端版本</dt>
          <dd data-testid="backend-version">{system.version}</dd>
          <dt>环境</dt>
          <dd>{system.environment}</dd>
          <dt>未支付订单取消</dt>
          <dd>{system.payment_timeout_minutes} 分钟</dd>
          <dt>微信支付证书</dt>
          <dd data-testid="certificates">{system.wechat_certificates.join("、") || "没有"}</dd>
        </dl>
      )}
    </Panel>
  );
}
