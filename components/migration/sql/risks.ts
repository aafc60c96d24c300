import { say } from "../../../messages/say";
import type { Language } from "../../database/client/dialect";
import { grammarOf } from "../../database/products";
import { Fresh } from "./fresh";
import { judge } from "./judge";
import { said, type Cost } from "./says";
import type { Statement } from "./scan";
import { keyOf, plain, sql } from "./words";

/** What a file does that its author should have meant. */
export interface Risk {
  /** What it means for a release. Unset: neither a loss nor a wait. */
  cost?: Cost;
  /** Line, statement, and what may happen. */
  says: string;
}

/**
 * What a file does that its author should have meant. The order counts: what the file
 * made before is empty, and what it drops before making it again is not.
 */
export function risks(statements: Statement[], language: Language): Risk[] {
  const fresh = new Fresh(language);
  const defined = new Set(
    statements.flatMap(({ code }) => {
      const name = definition.exec(plain(code))?.groups?.["name"];
      return name === undefined ? [] : [keyOf(name, language)];
    }),
  );
  const found = statements.flatMap((statement) =>
    judge(statement, language, fresh, defined).map((judgement) => ({
      cost: judgement.cost,
      says: say().migration.risks.statement({
        line: statement.line,
        statement: shortened(plain(statement.code)),
        risk: said(judgement),
      }),
    })),
  );
  return [...found, ...(grammarOf(language).schemaInTransaction ? [] : halfWay(statements))];
}

const definition = sql(
  "CREATE (?:OR REPLACE )?(?:ALGORITHM ?= ?\\w+ )?(?:DEFINER ?= ?\\S+ )?(?:SQL SECURITY \\w+ )?(?:TEMP |TEMPORARY |RECURSIVE |AGGREGATE |MATERIALIZED )*(?:VIEW|FUNCTION|PROCEDURE|USER|ROLE) (?:IF NOT EXISTS )?NAME",
);

/** Everything that is not rows commits at once, and what ran before it too. */
export function commits({ code }: Pick<Statement, "code">): boolean {
  return !/^(?:\/\*M?!\d* ?)?(INSERT|UPDATE|DELETE|REPLACE|SELECT|WITH|SET|VALUES|DO|TABLE|LOAD)\b/i.test(
    code,
  );
}

function halfWay(statements: Statement[]): Risk[] {
  const counted = statements.filter(({ code }) => !/^(SET|SELECT)\b/i.test(plain(code)));
  if (counted.length < 2 || !counted.some(commits)) return [];
  return [{ says: say().migration.risks.halfWay(counted.length) }];
}

function shortened(code: string): string {
  return code.length <= 60 ? code : `${code.slice(0, 59)}…`;
}
