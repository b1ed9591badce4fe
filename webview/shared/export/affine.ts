/** Affine maps of the plane as a canvas has them: (x, y) → (a·x + c·y + e, b·x + d·y + f). */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export const identity: Affine = [1, 0, 0, 1, 0, 0];

/** First `second`, then `first`: as `first` multiplied from the right. */
export function multiply(first: Affine, second: Affine): Affine {
  const [a, b, c, d, e, f] = first;
  const [g, h, i, j, k, l] = second;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

export function apply([a, b, c, d, e, f]: Affine, x: number, y: number): readonly [number, number] {
  return [a * x + c * y + e, b * x + d * y + f];
}

/** How much lengths grow, where they grow alike in all directions. */
export function scaleOf([a, b, c, d]: Affine): number {
  return Math.sqrt(Math.abs(a * d - b * c));
}

/** In degrees, as SVG turns an ellipse. */
export function turnOf([a, b]: Affine): number {
  return (Math.atan2(b, a) * 180) / Math.PI;
}

export function isTranslation([a, b, c, d]: Affine): boolean {
  return a === 1 && b === 0 && c === 0 && d === 1;
}
