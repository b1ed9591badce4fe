/** The numbers of a view as they are exported. */
export interface ExportedTable {
  readonly columns: readonly string[];
  /** Numbers as they are, unrounded; null where there is no value. */
  readonly rows: readonly (readonly (string | number | null)[])[];
}

export interface ExportedNumbers {
  /** Short and stable, for file names and tests: "toInitial", "connections". */
  readonly id: string;
  readonly title: string;
  /** The measure and its unit, what is compared with what. */
  readonly subtitle: string;
  readonly table: ExportedTable | null;
}
