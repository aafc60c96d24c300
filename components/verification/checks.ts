import type { Engine } from "../engine/engine";
import type { Target } from "../database/client/target";

/** A request through Nginx, and what must come back. It is kept in the state of the stack: no secrets in it. */
export interface HttpCheck {
  /**
   * Path, with a query if it has one.
   * @example "/api/products?limit=1"
   */
  path: string;
  /** Default GET, with `body` POST. */
  method?: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent besides. */
  headers?: Record<string, string>;
  /** Name that the site is asked by. Default: the first of its server names, else localhost. */
  host?: string;
  /** Default: 200 to 299. */
  status?: number;
  /** A text that the body must contain. */
  contains?: string;
  /**
   * Values of the body, which must be JSON, by their paths. A list has a `length`.
   * @example { "status": "ok", "items.length": 3, "items.0.name": "tea" }
   */
  json?: Record<string, string | number | boolean | null>;
  /** Headers of the answer; a value must be contained. */
  header?: Record<string, string>;
  /** Milliseconds in which the answer must be whole. Default: 10 s. */
  within?: number;
}

/** What a column must be. What is left out may be anything. */
export interface ColumnCheck {
  /** As the database names it: `character varying(100)`, `int`. The display width of MySQL's integers does not count. */
  type?: string;
  nullable?: boolean;
  /** As the database writes it; `null`: none. */
  default?: string | null;
}

/** A table that must be there. */
export interface TableCheck {
  table: string;
  columns?: Record<string, ColumnCheck>;
  /** Names of indexes. */
  indexes?: string[];
  /** Rows that it has at least. Default 0. */
  rows?: number;
  /** The application's role has no rights to it, on purpose: that it can read it is not checked. Default false. */
  private?: boolean;
}

/** A query, run in a transaction that cannot write. */
export interface QueryCheck {
  sql: string;
  /** The one value that it must give, as the database's client prints it. */
  equals: string;
  /** What it shows, for the table of results. Default: the query. */
  name?: string;
}

/** Everything that is checked of a system, as plain values: what an update knows and what `npm run verify` finds in the state. */
export interface Plan {
  edge?: {
    container: string;
    scheme: "http" | "https";
    /** Where the published ports are, seen from the container. Default: in it. */
    address?: string;
    port: number;
    host: string;
    checks: HttpCheck[];
  };
  databases: {
    name: string;
    target: Target;
    /** Role of the application. Missing in states of older versions. */
    app?: string;
    tables: TableCheck[];
    queries: QueryCheck[];
  }[];
  containers: { service: string; container: string }[];
  commands: { name: string; container: string; service: string; command: string[]; timeout: number }[];
}

/** The engine that checks look at. */
export interface Where {
  engine: Engine;
  /** Makes the `docker` command talk to it. */
  environment: Record<string, string>;
  /** How a person names it in a fix: see `dockerWord`. */
  docker: string;
}

/** What came of one check. */
export interface Outcome {
  /** `containers`, `http`, the name of a database, or `commands`. */
  group: string;
  /** What was checked: `GET /health`, `table orders`. */
  check: string;
  /** Unset: passed. */
  failure?: Failure;
  seconds: number;
}

/** Why a check failed. */
export interface Failure {
  expected: string;
  found: string;
  /** Where to look, or what to do. */
  fix: string;
  /** What else is known: last log lines. */
  lines?: string[];
}
