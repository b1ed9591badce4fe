import type { InputValues } from './inputValues';
import type { ListedInputs } from './listedInputs';

/** The input map as a list: the inputs with the largest values, or the largest changes, first. */
export function mapList(
  { kind, values, format }: InputValues,
  name: (input: number) => string,
): ListedInputs {
  return {
    inputs: Uint32Array.from(values, (_, input) => input),
    importance: (input) => Math.abs(values[input]),
    describe(input) {
      const value = values[input];
      const change = kind !== 'change' || value === 0 ? null : value > 0 ? 'gained' : 'lost';
      return { input, name: name(input), value, before: null, change };
    },
    format,
  };
}
