import { topOf } from '../degrees/distribution';
import type { InputValues } from './inputValues';

export interface RankedBar {
  readonly input: number;
  readonly name: string;
  readonly value: number;
}

/** So many inputs have a bar; the table has them all. */
const mostBars = 20;

/** The inputs with the largest values, or the largest changes. */
export function rankedBars(
  { values }: InputValues,
  name: (input: number) => string,
  count = mostBars,
): readonly RankedBar[] {
  const sizes = Float64Array.from(values, Math.abs);
  return topOf(sizes, count).map((input) => ({ input, name: name(input), value: values[input] }));
}
