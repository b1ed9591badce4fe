import type { ReceptiveField } from '../../../../src/protocol/layerProfile';
import { formatCount, formatThree } from '../../../shared/format';
import type { FieldKind } from './inputColumns';
import type { InputChange, ListedInputs } from './listedInputs';

/**
 * The receptive field as a list: the largest first, then what was lost.
 */
export function fieldList(
  field: ReceptiveField,
  before: ReceptiveField | null,
  kind: FieldKind,
  name: (input: number) => string,
): ListedInputs {
  const earlier = before?.paths.length === field.paths.length ? before : null;
  const now = valuesOf(field, kind);
  const then = earlier === null ? null : valuesOf(earlier, kind);
  const had = (input: number): boolean => earlier !== null && earlier.paths[input] > 0;
  const has = (input: number): boolean => field.paths[input] > 0;
  const changeOf = (input: number): InputChange => {
    if (!has(input)) return 'lost';
    return had(input) ? 'kept' : 'gained';
  };
  const size = (of: ReadonlyMap<number, number> | null, input: number): number =>
    Math.abs(of?.get(input) ?? 0);
  return {
    inputs: Uint32Array.from(field.paths.keys()).filter((input) => has(input) || had(input)),
    // What is lost is below all that is there.
    importance: (input) => (has(input) ? size(now, input) : -1 / (1 + size(then, input))),
    describe: (input) => ({
      input,
      name: name(input),
      value: now?.get(input) ?? null,
      before: then?.get(input) ?? null,
      change: earlier === null ? null : changeOf(input),
    }),
    format: kind === 'weights' ? formatThree : formatCount,
  };
}

/** By input; null where weights are asked for and there are none. */
function valuesOf(
  { paths, own, weights }: ReceptiveField,
  kind: FieldKind,
): ReadonlyMap<number, number> | null {
  if (kind === 'weights') return weights && new Map(Array.from(own, (input, k) => [input, weights[k]]));
  const seen = [...paths.entries()].filter(([, count]) => count > 0);
  return new Map(seen);
}
