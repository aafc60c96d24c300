import type { Language } from "../../database/client/dialect";
import { keyOf } from "./words";

/** What a file has made itself so far: tables that are empty but for what it put there, and new columns. */
export class Fresh {
  private readonly tables = new Set<string>();
  private readonly columns = new Set<string>();

  constructor(private readonly language: Language) {}

  made(table: string): void {
    this.tables.add(this.key(table));
  }

  has(...tables: string[]): boolean {
    return tables.length > 0 && tables.every((table) => this.tables.has(this.key(table)));
  }

  /** A name stands for something else from now on: dropped, renamed, exchanged. */
  forget(...tables: string[]): void {
    for (const table of tables) this.tables.delete(this.key(table));
  }

  /** Names are looked up somewhere else from now on. */
  forgetAll(): void {
    this.tables.clear();
    this.columns.clear();
  }

  madeColumn(table: string, column: string): void {
    this.columns.add(`${this.key(table)} ${this.key(column)}`);
  }

  hasColumns(table: string, columns: string[]): boolean {
    return columns.every((column) => this.columns.has(`${this.key(table)} ${this.key(column)}`));
  }

  private key(name: string): string {
    return keyOf(name, this.language);
  }
}
