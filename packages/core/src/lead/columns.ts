import type { ColumnTarget } from "./fields.ts";

export interface MappedColumn {
  /** Place in the row, from 0. */
  index: number;
  header: string;
  /** Null: the column goes to the remarks as "Header: value". */
  target: ColumnTarget | null;
  confidence: "certain" | "likely" | "unsure";
  /** Why, for the user's report; never holds a cell's text. */
  reason: string;
}

/** Which column of a file goes where. */
export interface ColumnMapping {
  columns: MappedColumn[];
}

export function mapColumns({
  header,
}: {
  header: readonly string[];
  sample: readonly (readonly string[])[];
  overrides: Readonly<Record<string, string>>;
}): ColumnMapping {
  return {
    columns: header.map((name, index) => ({
      index,
      header: name,
      target: null,
      confidence: "unsure",
      reason: "unknown",
    })),
  };
}

export function recogniseHeader(cells: readonly string[]): number {
  return cells.length;
}
