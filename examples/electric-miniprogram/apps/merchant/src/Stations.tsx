import { ask, type Page, type Station } from "./api";
import { Panel } from "./Panel";
import { useAsk } from "./useAsk";

/** Charging stations; an administrator may take one off the net. */
export function Stations({ editable = false }: { editable?: boolean }) {
  const asked = useAsk<Page<Station>>("stations/");
  const toggle = ({ id, online }: Station) =>
    void ask(`stations/${id}/`, { method: "PATCH", body: { online: !online } }).finally(asked.reload);
  return (
    <Panel title="充电站" asked={asked}>
      {({ results }) => (
        <table data-testid="stations">
          <thead>
            <tr>
              <th>编号</th>
              <th>名称</th>
              <th>地址</th>
              <th>充电枪</th>
              <th>电价（元/度）</th>
              <th>状态</th>
            </tr>
          </thead>
          <tbody>
            {results.map((station) => (
              <tr key={station.id} data-testid="station">
                <td>{station.code}</td>
                <td>{station.name}</td>
                <td>{station.address}</td>
                <td>{station.connectors}</td>
                <td>{station.price}</td>
                <td>
                  <span className={station.online ? "badge on" : "badge"}>
                    {station.online ? "在线" : "离线"}
                  </span>
                  {editable && (
                    <button type="button" className="link" onClick={() => toggle(station)}>
                      {station.online ? "下线" : "上线"}
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
