/** Links of a layer as they cross into the page of a test: as JSON. */
export interface RecordedLinks {
  readonly path: string;
  readonly layer: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly indptr: readonly number[];
  readonly indices: readonly number[];
  readonly weights: readonly number[] | null;
}
