"use client";

import type { StatusCount } from "@/lib/api";
import { money, statusName } from "@/lib/names";
import { useApi } from "@/lib/useApi";
import { Result } from "./Result";

export function Statistics({ token }: { token: string }) {
  const [result, reload] = useApi<StatusCount[]>("/orders/statistics", token);
  return (
    <Result result={result} reload={reload}>
      {(counts) => (
        <dl className="counts" data-testid="statistics">
          {counts.map(({ status, count, total_amount }) => (
            <div key={status} data-testid={`status-${status}`}>
              <dt>{statusName(status)}</dt>
              <dd>
                {count} <small>{money(total_amount)}</small>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Result>
  );
}
