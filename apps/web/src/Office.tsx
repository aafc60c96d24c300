import { type OfficeSummary, PATHS } from "./api";
import { Loaded } from "./Loaded";
import { OFFICE_TABLES } from "./names";
import { Section } from "./Section";
import { useFetch } from "./useFetch";

export function Office() {
  const [result, reload] = useFetch<OfficeSummary>(PATHS.officeSummary);
  return (
    <Section id="office" title="办公管理" reload={reload}>
      <Loaded result={result} reload={reload}>
        {(summary) => (
          <dl className="counts" data-testid="office-summary">
            {OFFICE_TABLES.map(([table, name]) => (
              <div key={table} data-testid={`office-${table}`}>
                <dt>{name}</dt>
                <dd>
                  {summary[table] ?? "–"}
                  <small>条</small>
                </dd>
              </div>
            ))}
          </dl>
        )}
      </Loaded>
    </Section>
  );
}
