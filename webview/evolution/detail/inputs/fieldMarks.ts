import type { ReceptiveField } from '../../../../src/protocol/layerProfile';
import { gainedCode, keptCode, lostCode } from '../../../shared/changeCode';
import { type InputMarks, markSize } from '../../../shared/inputMarks';

/** The receptive field of a neuron beside the one it had: inputs of the network by what became of them. */
export interface FieldMarks {
  readonly kept: InputMarks;
  readonly gained: InputMarks;
  readonly lost: InputMarks;
}

/** Marks grow with the number of paths. `before`: null where there is nothing to compare with. */
export function fieldMarks({ paths }: ReceptiveField, before: ReceptiveField | null): FieldMarks {
  const earlier = before?.paths.length === paths.length ? before.paths : null;
  const most = Math.max(1, largest(paths), earlier === null ? 0 : largest(earlier));
  const marks = (
    code: InputMarks['code'],
    of: Float64Array,
    test: (input: number) => boolean,
  ): InputMarks => {
    const inputs: number[] = [];
    for (let input = 0; input < of.length; input++) if (of[input] > 0 && test(input)) inputs.push(input);
    return { code, inputs, sizes: inputs.map((input) => markSize(of[input] / most)) };
  };
  return {
    kept: marks(keptCode, paths, (input) => earlier === null || earlier[input] > 0),
    gained: marks(gainedCode, paths, (input) => earlier !== null && earlier[input] === 0),
    lost: marks(lostCode, earlier ?? new Float64Array(), (input) => paths[input] === 0),
  };
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
