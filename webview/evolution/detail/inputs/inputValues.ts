import type { InputsShown } from '../../../../src/protocol/structureChoices';
import type { LayerProfile } from '../../../../src/protocol/layerProfile';
import { formatChange, formatCount, formatThree } from '../../../shared/format';

/** What is shown of each input of the network. */
export interface InputValues {
  readonly kind: InputsShown;
  /** The measure and its unit. */
  readonly measure: string;
  /** Length inputs; negative only where it is a change. */
  readonly values: ArrayLike<number>;
  /** Of the absolute values. */
  readonly most: number;
  /** Whether the first layer looks at an input at all. */
  readonly used: (input: number) => boolean;
  readonly format: (value: number) => string;
}

const measures: Readonly<Record<InputsShown, string>> = {
  links: 'links of each input',
  weights: 'Σ|w| of the links of each input',
  change: 'links of each input, gained less lost',
};

/** In a sentence why it cannot be had. */
export type NoInputValues = string;

export function inputValues(
  kind: InputsShown,
  shown: LayerProfile,
  against: LayerProfile | null,
): InputValues | NoInputValues {
  const values = valuesOf(kind, shown, against);
  if (typeof values === 'string') return values;
  const most = Array.from(values, Math.abs).reduce((a, b) => Math.max(a, b), 0);
  const format = kind === 'links' ? formatCount : kind === 'change' ? formatChange : formatThree;
  return {
    kind,
    measure: measures[kind],
    values,
    most,
    used: (input) => shown.outDegrees[input] > 0,
    format,
  };
}

function valuesOf(
  kind: InputsShown,
  shown: LayerProfile,
  against: LayerProfile | null,
): ArrayLike<number> | NoInputValues {
  if (kind === 'links') return shown.outDegrees;
  if (kind === 'weights') return shown.strengths ?? 'This checkpoint holds no weights.';
  if (against === null) return 'There is no other checkpoint to compare with.';
  if (against.inputs !== shown.inputs) {
    return `The other checkpoint has ${formatCount(against.inputs)} inputs, this one ${formatCount(shown.inputs)}.`;
  }
  return Int32Array.from(shown.outDegrees, (degree, input) => degree - against.outDegrees[input]);
}

/** Inputs without a link, and those that got their first or lost their last one since. */
export interface UseCounts {
  readonly unused: number;
  /** Null where nothing is compared. */
  readonly taken: number | null;
  readonly left: number | null;
}

export function useCounts(shown: LayerProfile, against: LayerProfile | null): UseCounts {
  const count = (test: (input: number) => boolean): number => {
    let found = 0;
    for (let input = 0; input < shown.inputs; input++) if (test(input)) found++;
    return found;
  };
  const now = shown.outDegrees;
  const before = against?.inputs === shown.inputs ? against.outDegrees : null;
  return {
    unused: count((input) => now[input] === 0),
    taken: before && count((input) => now[input] > 0 && before[input] === 0),
    left: before && count((input) => now[input] === 0 && before[input] > 0),
  };
}
