export interface ClothesImage {
  /** Class, 0 to 9. */
  readonly label: number;
  /** 28 × 28 bytes, row by row. */
  readonly pixels: Buffer;
  readonly hash: string;
}
export const side: number;
export function fashionMnistImages(): Promise<ClothesImage[]>;
export function byHash(a: ClothesImage, b: ClothesImage): number;
/** An IDX file of unsigned bytes. */
export function idx(dimensions: readonly number[], parts: readonly Uint8Array[]): Buffer;
