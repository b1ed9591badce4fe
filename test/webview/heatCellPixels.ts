/** What is drawn in a cell of the heat map. */
export interface HeatCellPixels {
  /** Red, green, blue of its ground. */
  readonly ground: readonly number[];
  /** Share of its pixels that have another colour: of a number, or of a hatching. */
  readonly ink: number;
}
