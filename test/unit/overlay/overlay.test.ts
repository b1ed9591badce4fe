import { describe, expect, test } from 'vitest';
import { turnover } from '../../../src/metrics/turnover';
import { type Frame, frameOf, type LinkOrder, type Matching } from '../../../src/overlay/frame';
import { linkStatuses, type Overlay, overlayOf, statusCounts } from '../../../src/overlay/overlay';
import { tileLength, tileOf, type TileWindow } from '../../../src/overlay/tile';
import type { SparseLayer } from '../../../src/topology/topology';
import {
  erdosRenyi,
  layerOf,
  neuronsOf,
  permutation,
  rewired,
  seededRandom,
} from '../../support/syntheticLayers';

const random = seededRandom(11);
const base = erdosRenyi(23, 14, 5, random);
const relative = rewired(base, 0.4, random);
const narrower = erdosRenyi(21, 9, 5, random);
const wider = erdosRenyi(26, 17, 5, random);

/** The same by a matrix of names, without any of the arithmetic under test. */
function statusByName(a: SparseLayer, b: SparseLayer | null, nameOfB: Names): Map<string, string> {
  const found = new Map<string, string>();
  neuronsOf(a).forEach((inputs, neuron) => {
    for (const input of inputs)
      found.set(`${String(neuron)} ${String(input)}`, b === null ? 'shared' : 'onlyBase');
  });
  (b === null ? [] : neuronsOf(b)).forEach((inputs, neuron) => {
    for (const input of inputs) {
      const key = `${String(nameOfB.neuron(neuron))} ${String(nameOfB.input(input))}`;
      found.set(key, found.has(key) ? 'shared' : 'onlyOther');
    }
  });
  return found;
}

interface Names {
  neuron(number: number): number;
  input(number: number): number;
}
const ownNames: Names = { neuron: (number) => number, input: (number) => number };

function namedLinks(overlay: Overlay, frame: Frame): Map<string, string> {
  const found = new Map<string, string>();
  for (let row = overlay.rows[0]; row < overlay.rows[1]; row++) {
    const at = row - overlay.rows[0];
    for (let k = overlay.indptr[at]; k < overlay.indptr[at + 1]; k++) {
      const key = `${String(frame.neurons[row])} ${String(frame.inputs[overlay.indices[k]])}`;
      expect(found.has(key)).toBe(false);
      found.set(key, linkStatuses[overlay.status[k]]);
    }
  }
  return found;
}

function overlaid(a: SparseLayer, b: SparseLayer | null, order: LinkOrder, matching: Matching | null = null) {
  const frame = frameOf(a, b, order, matching);
  return { frame, overlay: overlayOf(a, b, frame) };
}

describe('two states of a layer put over each other', () => {
  test.each(['stored', 'degree'] as const)('every link once with its status, %s', (order) => {
    for (const other of [relative, narrower, wider, null]) {
      const { frame, overlay } = overlaid(base, other, order);
      expect(namedLinks(overlay, frame)).toEqual(statusByName(base, other, ownNames));
    }
  });

  test('counts what changed as turnover does', () => {
    const { gained, lost } = turnover(relative, base);
    const [shared, onlyBase, onlyOther] = statusCounts(overlaid(base, relative, 'stored').overlay);
    expect([onlyBase, onlyOther]).toEqual([gained, lost]);
    expect(shared + gained).toBe(base.indices.length);
  });

  test('by degree, neurons and inputs with most links in the base come first', () => {
    const { frame } = overlaid(base, wider, 'degree');
    const fanIn = (neuron: number): number => neuronsOf(base).at(neuron)?.length ?? 0;
    const fanOut = (input: number): number =>
      neuronsOf(base).filter((inputs) => inputs.includes(input)).length;
    const descending = (values: number[]): number[] => [...values].sort((a, b) => b - a);
    const neurons = [...frame.neurons];
    expect([...neurons].sort((a, b) => a - b)).toEqual(Array.from({ length: 17 }, (_, k) => k));
    expect(neurons.map(fanIn)).toEqual(descending(neurons.map(fanIn)));
    const inputs = [...frame.inputs];
    expect(inputs).toHaveLength(26);
    expect(inputs.map(fanOut)).toEqual(descending(inputs.map(fanOut)));
  });

  test('a renamed copy shares every link under the names of the base', () => {
    const neuronsAt = permutation(base.outputs, random);
    const inputsAt = permutation(base.inputs, random);
    // Neuron and input k of the copy are neuronsAt[k] and inputsAt[k] of the base.
    const copy = layerOf(
      base.inputs,
      neuronsAt.map((neuron) => neuronsOf(base)[neuron].map((input) => inputsAt.indexOf(input))),
    );
    const matching = {
      neurons: Int32Array.from(neuronsAt, (_, neuron) => neuronsAt.indexOf(neuron)),
      unitsBefore: Int32Array.from(inputsAt, (_, input) => inputsAt.indexOf(input)),
      inputsPerUnit: 1,
    };
    expect(statusCounts(overlaid(base, copy, 'degree', matching).overlay)).toEqual([
      base.indices.length,
      0,
      0,
    ]);
    expect(statusCounts(overlaid(base, copy, 'stored').overlay)[0]).toBeLessThan(base.indices.length);
  });

  test('what has no partner stands after the names of the base', () => {
    // Neurons 0 … 8 of the narrower layer are partners of 5 … 13; its inputs, units of 3, follow their units.
    const a = erdosRenyi(12, 14, 4, random);
    const b = erdosRenyi(9, 9, 4, random);
    const matching = {
      neurons: Int32Array.from({ length: 14 }, (_, k) => (k < 5 ? -1 : k - 5)),
      unitsBefore: Int32Array.from([2, -1, 0, -1]),
      inputsPerUnit: 3,
    };
    const inputNames = [6, 7, 8, 12, 13, 14, 0, 1, 2];
    const { frame, overlay } = overlaid(a, b, 'stored', matching);
    expect(frame.neurons).toHaveLength(14);
    expect(frame.inputs).toHaveLength(15);
    const names = { neuron: (number: number) => number + 5, input: (number: number) => inputNames[number] };
    expect(namedLinks(overlay, frame)).toEqual(statusByName(a, b, names));
    expect([...frame.otherInputs]).toEqual([6, 7, 8, -1, -1, -1, 0, 1, 2, -1, -1, -1, 3, 4, 5]);
  });
});

describe('tiles', () => {
  const windows: readonly TileWindow[] = [
    { rows: [0, 17], columns: [0, 26], rowStep: 1, columnStep: 1 },
    { rows: [0, 17], columns: [0, 26], rowStep: 5, columnStep: 4 },
    { rows: [3, 11], columns: [7, 20], rowStep: 3, columnStep: 20 },
  ];

  test.each(windows)('count the links of each bin: %j', (window) => {
    for (const order of ['stored', 'degree'] as const) {
      const frame = frameOf(base, wider, order);
      const whole = overlayOf(base, wider, frame);
      const part = overlayOf(base, wider, frame, window.rows);
      const expected = new Map<string, number>();
      for (const [key, status] of namedLinks(whole, frame)) {
        const [neuron, input] = key.split(' ').map(Number);
        const row = frame.neurons.indexOf(neuron);
        const column = frame.inputs.indexOf(input);
        if (row < window.rows[0] || row >= window.rows[1]) continue;
        if (column < window.columns[0] || column >= window.columns[1]) continue;
        const down = Math.floor((row - window.rows[0]) / window.rowStep);
        const across = Math.floor((column - window.columns[0]) / window.columnStep);
        const bin = `${status} ${String(down)} ${String(across)}`;
        expected.set(bin, (expected.get(bin) ?? 0) + 1);
      }
      for (const overlay of [whole, part]) {
        const { counts } = tileOf(overlay, window);
        expect(counts).toHaveLength(tileLength(window));
        const found = new Map<string, number>();
        const across = Math.ceil((window.columns[1] - window.columns[0]) / window.columnStep);
        const block = counts.length / 3;
        counts.forEach((count, k) => {
          const bin = k % block;
          const name = `${linkStatuses[Math.floor(k / block)]} ${String(Math.floor(bin / across))} ${String(bin % across)}`;
          if (count > 0) found.set(name, count);
        });
        expect(found).toEqual(expected);
      }
    }
  });
});
