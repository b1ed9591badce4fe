import { describe, expect, it } from 'vitest';
import type { LayerMatching } from '../../../src/protocol/matching';
import { firstPairChoices } from '../../../src/protocol/pairChoices';
import { costHistogram } from '../../../webview/comparison/pair/costHistogram';
import { fanInFlow, flowNames } from '../../../webview/comparison/pair/fanInFlow';
import { fateOf, lineageOf, matchedNeurons } from '../../../webview/comparison/pair/matchedNeurons';
import { pairInputs } from '../../../webview/comparison/pair/pairInputs';
import { parseFilter } from '../../../webview/comparison/pair/rowFilter';
import { rowOrder } from '../../../webview/comparison/pair/rowOrder';
import { rowOf, selectionOf } from '../../../webview/comparison/pair/selection';

/** Five neurons in A, four in B: 0 stays, 1 and 2 change places, 3 has no input, 4 no partner; 4 of B is alone. */
const matching: LayerMatching = {
  partners: Int32Array.of(0, 2, 1, 5, -1),
  costs: Float64Array.of(0, 0.5, 0.25, 0, 1),
  shared: Uint32Array.of(2, 2, 3, 0, 0),
  fanInA: Uint32Array.of(2, 3, 4, 0, 1),
  fanInB: Uint32Array.of(2, 3, 3, 7, 6, 0),
  interchangeable: Uint8Array.of(0, 0, 0, 1, 0),
  inputsPerUnit: 1,
};
const neurons = matchedNeurons(matching);

/** Rows that a filter leaves. */
function passing(text: string): number[] {
  const parsed = parseFilter(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return [...rowOrder(neurons, parsed.test, firstPairChoices)].map((row) => neurons.a[row]);
}

describe('neurons of two layers', () => {
  it('are rows: those of A, then those of B without a partner', () => {
    expect([...neurons.a]).toEqual([0, 1, 2, 3, 4, -1, -1]);
    expect([...neurons.b]).toEqual([0, 2, 1, 5, -1, 3, 4]);
    expect([...neurons.cost]).toEqual([0, 0.5, 0.25, 0, 1, 1, 1]);
    expect([...neurons.onlyA]).toEqual([0, 1, 1, 0, 1, 0, 0]);
    expect([...neurons.onlyB]).toEqual([0, 1, 0, 0, 0, 7, 6]);
    expect(neurons.mostInputs).toBe(7);
  });

  it('stayed, moved, have no input or no partner', () => {
    expect(Array.from({ length: neurons.count }, (_, row) => fateOf(neurons, row))).toEqual([
      'inPlace',
      'moved',
      'moved',
      'noInput',
      'noPartner',
      null,
      null,
    ]);
    expect(lineageOf(neurons)).toEqual({ inPlace: 1, moved: 2, noInput: 1, noPartner: 1 });
  });

  it('are counted by cost, pairs only, 1 in the last bin', () => {
    const bins = [...costHistogram(neurons)];
    expect(bins).toEqual(bins.map((_, bin) => (bin === 0 ? 2 : bin === 5 || bin === 10 ? 1 : 0)));
    const edges = Float64Array.from({ length: 21 }, (_, k) => k / 20);
    const ones = { ...neurons, count: 21, a: new Int32Array(21), b: new Int32Array(21), cost: edges };
    expect([...costHistogram(ones)]).toEqual([...new Array<number>(19).fill(1), 2]);
  });

  it('go from one class of inputs to another, each once', () => {
    const flow = fanInFlow(neurons);
    const total = flow.counts.flat().reduce((sum, count) => sum + count, 0);
    expect(total).toBe(neurons.count);
    const names = flowNames(flow);
    expect(flow.counts[names.indexOf('no input')][names.indexOf('no input')]).toBe(1);
    expect(flow.counts.at(-1)!.reduce((sum, count) => sum + count, 0)).toBe(2);
    // The classes cover every number of inputs once.
    const covered = flow.classes.flatMap(({ least, most }) =>
      Array.from({ length: most - least + 1 }, (_, k) => least + k),
    );
    expect(covered).toEqual([...new Set(covered)]);
    expect(covered).toEqual(expect.arrayContaining([...matching.fanInA, ...matching.fanInB]));
  });

  it('are found again by what was selected', () => {
    for (let row = 0; row < neurons.count; row++) expect(rowOf(neurons, selectionOf(neurons, row))).toBe(row);
    expect(rowOf(neurons, { side: 'a', neuron: 9 })).toBeNull();
    expect(rowOf(neurons, null)).toBeNull();
  });
});

describe('the filter', () => {
  it.each([
    ['', [0, 1, 2, 3, 4, -1, -1]],
    ['2', [1, 2]],
    ['A = 2', [2]],
    ['cost > 0.25', [1, 4, -1, -1]],
    ['Cost >= .25 and cost<0.6', [1, 2]],
    ['fan-in b = 6', [-1]],
    ['only B > 6', [-1]],
    ['moved', [1, 2]],
    ['no input', [3]],
    ['no partner', [4, -1, -1]],
    ['interchangeable', [3]],
    ['moved, shared = 3', [2]],
    ['shared != 2, in place', []],
  ])('“%s”', (text, expected) => {
    expect(passing(text)).toEqual(expected);
  });

  it.each(['cost', 'cost >', '-1', 'width > 2', 'cost > 0.5 or moved'])(
    'does not understand “%s”',
    (text) => {
      expect(parseFilter(text)).toHaveProperty('problem');
    },
  );

  it('leaves rows in the order that was chosen, equals as they stand', () => {
    const sorted = rowOrder(neurons, () => true, {
      ...firstPairChoices,
      sort: { column: 'cost', descending: true },
    });
    expect([...sorted]).toEqual([4, 5, 6, 1, 2, 0, 3]);
    const moved = rowOrder(neurons, () => true, { ...firstPairChoices, movedOnly: true });
    expect([...moved]).toEqual([1, 2]);
  });
});

describe('inputs of a pair', () => {
  const links = (indices: number[], inputs = 8) => ({
    inputs,
    outputs: 1,
    indptr: Uint32Array.of(0, indices.length),
    indices: Uint32Array.from(indices),
    weights: null,
  });

  it('of a network stand for themselves', () => {
    const both = { a: links([1, 2, 5]), b: links([2, 6]) };
    expect(pairInputs(both, { neuronA: 0, neuronB: 0 }, { partners: null, inputsPerUnit: 1 })).toEqual({
      shared: [{ a: 2, b: 2 }],
      onlyA: [
        { a: 1, b: 1 },
        { a: 5, b: 5 },
      ],
      onlyB: [{ a: 6, b: 6 }],
    });
  });

  it('of a layer are called by their own partners, whole units at once', () => {
    // Unit 0 became 1, unit 1 became 0, unit 2 has no partner; two inputs a unit.
    const names = { partners: Int32Array.of(1, 0, -1), inputsPerUnit: 2 };
    const both = { a: links([0, 3, 4], 6), b: links([2, 3, 5], 6) };
    expect(pairInputs(both, { neuronA: 0, neuronB: 0 }, names)).toEqual({
      shared: [{ a: 0, b: 2 }],
      onlyA: [
        { a: 3, b: 1 },
        { a: 4, b: null },
      ],
      onlyB: [
        { a: 1, b: 3 },
        { a: null, b: 5 },
      ],
    });
    expect(pairInputs(both, { neuronA: 0, neuronB: -1 }, names).onlyA).toHaveLength(3);
  });
});
