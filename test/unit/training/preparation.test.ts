import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apportion } from '../../../src/topology/apportion';
import { randomStream } from '../../../src/topology/random';
import { BatchMaker } from '../../../src/training/data/batches';
import { DataError } from '../../../src/training/data/dataError';
import { makeDataset } from '../../../src/training/data/dataset';
import { normalizationKinds, normalizationOf } from '../../../src/training/data/normalization';
import {
  interleavedImage,
  planarImage,
  type ImageShape,
  type Samples,
} from '../../../src/training/data/samples';
import { splitStratified } from '../../../src/training/data/split';
import { datasetOf, plainPreparation } from './support/toyData';

const labelled = fc.array(fc.nat(4), { minLength: 1, maxLength: 60 }).map((labels): Samples => ({
  count: labels.length,
  features: 1,
  // Each sample is known by its value.
  values: Float32Array.from(labels, (_, k) => k),
  labels: Uint8Array.from(labels),
}));

describe('a stratified split', () => {
  it('has each class in the same share, every sample once, in order', () => {
    fc.assert(
      fc.property(
        labelled,
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        fc.nat(),
        (samples, share, seed) => {
          const { rest, part } = splitStratified(samples, 5, share, seed, 'test');
          expect(part.count).toBe(Math.round(share * samples.count));
          expect(rest.count + part.count).toBe(samples.count);
          expect([...rest.values, ...part.values].sort((a, b) => a - b)).toEqual([...samples.values]);
          for (const { values, labels } of [rest, part]) {
            expect([...values]).toEqual([...values].sort((a, b) => a - b));
            values.forEach((sample, k) => {
              expect(labels[k]).toBe(samples.labels[sample]);
            });
          }
          const countOf = (some: Samples, label: number) =>
            some.labels.filter((other) => other === label).length;
          for (let label = 0; label < 5; label++) {
            const ideal = (part.count * countOf(samples, label)) / samples.count;
            expect(Math.abs(countOf(part, label) - ideal)).toBeLessThan(1);
          }
        },
      ),
    );
  });

  it('is the same for a seed, another for another seed or purpose', () => {
    const samples = datasetOf(fc.sample(labelled, { numRuns: 1, seed: 5 })[0], {
      count: 1,
      features: 1,
      values: Float32Array.of(1),
      labels: Uint8Array.of(0),
    }).train;
    const big = {
      ...samples,
      count: 200,
      values: new Float32Array(200).map((_, k) => k),
      labels: new Uint8Array(200),
    };
    const part = (seed: number, purpose: string) => [
      ...splitStratified(big, 1, 0.5, seed, purpose).part.values,
    ];
    expect(part(1, 'test')).toEqual(part(1, 'test'));
    expect(part(1, 'test')).not.toEqual(part(2, 'test'));
    expect(part(1, 'test')).not.toEqual(part(1, 'validation'));
  });

  it('divides by largest remainders', () => {
    expect(apportion([10, 20, 30], 6)).toEqual([1, 2, 3]);
    expect(apportion([1, 1, 1], 2)).toEqual([1, 1, 0]);
    expect(apportion([5, 0, 1], 6)).toEqual([5, 0, 1]);
    expect(apportion([0, 0], 0)).toEqual([0, 0]);
  });

  it('tells where nothing is left to train or test on', () => {
    const one: Samples = { count: 1, features: 1, values: Uint8Array.of(1), labels: Uint8Array.of(0) };
    const parts = {
      train: one,
      test: null,
      classes: 1,
      classNames: null,
      image: null,
      columns: null,
      notes: [],
    };
    expect(() => makeDataset(parts, { ...plainPreparation, testFraction: 0.2 })).toThrow(/one test sample/);
    expect(() =>
      makeDataset({ ...parts, test: one }, { ...plainPreparation, validationFraction: 0.9 }),
    ).toThrow(/one train sample/);
    expect(() => makeDataset({ ...parts, test: one, classes: 257 }, plainPreparation)).toThrow(DataError);
  });
});

const images: readonly (readonly [string, ImageShape])[] = [
  ['planar', planarImage(2, 2, 3)],
  ['interleaved', interleavedImage(2, 3, 2)],
];

/** Sample k has 1000·k + 100·channel + 10·y + x at each pixel. */
function pictures(image: ImageShape, count: number): Samples {
  const { channels, height, width, strides } = image;
  const features = channels * height * width;
  const values = new Float32Array(count * features);
  for (let k = 0; k < count; k++) {
    for (let channel = 0; channel < channels; channel++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const at = channel * strides.channel + y * strides.row + x * strides.column;
          values[k * features + at] = 1000 * k + 100 * channel + 10 * y + x;
        }
      }
    }
  }
  return { count, features, values, labels: new Uint8Array(count) };
}

describe('normalisation', () => {
  it.each(images)('by channel has mean 0 and deviation 1 in each: %s', (_, image) => {
    const samples = pictures(image, 5);
    const dataset = makeDataset(
      { train: samples, test: samples, classes: 1, classNames: null, image, columns: null, notes: [] },
      { ...plainPreparation, normalization: 'channel' },
    );
    const { inputs } = new BatchMaker(dataset, 5).make(samples, 0, null);
    for (let channel = 0; channel < 2; channel++) {
      const ofChannel = [...inputs].filter(
        (_, at) => Math.floor(samples.values[Math.floor(at / 5)] / 100) % 10 === channel,
      );
      expect(ofChannel).toHaveLength(30);
      const mean = ofChannel.reduce((sum, value) => sum + value, 0) / 30;
      const variance = ofChannel.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 30;
      expect(mean).toBeCloseTo(0, 6);
      expect(variance).toBeCloseTo(1, 6);
    }
  });

  it('by feature keeps its digits far from 0, and a constant feature is 0', () => {
    const samples: Samples = {
      count: 4,
      features: 2,
      values: Float32Array.of(1e6, 3, 1e6 + 1, 3, 1e6 + 2, 3, 1e6 + 3, 3),
      labels: new Uint8Array(4),
    };
    const { means, deviations } = normalizationOf(samples, 'feature', null);
    expect([...means]).toEqual([1e6 + 1.5, 3]);
    expect(deviations[0]).toBeCloseTo(Math.sqrt(1.25), 12);
    expect(deviations[1]).toBe(1);
    const { inputs } = new BatchMaker(datasetOf(samples, samples, { normalization: 'feature' }), 4).make(
      samples,
      0,
      null,
    );
    expect([...inputs.subarray(4)]).toEqual([0, 0, 0, 0]);
  });

  it('by range is 0 to 1; none is none', () => {
    const samples: Samples = {
      count: 2,
      features: 2,
      values: Uint8Array.of(10, 20, 30, 60),
      labels: new Uint8Array(2),
    };
    const inputsOf = (normalization: 'range' | 'none') => [
      ...new BatchMaker(datasetOf(samples, samples, { normalization }), 2).make(samples, 0, null).inputs,
    ];
    expect(inputsOf('range')).toEqual([0, 0.4, 0.2, 1].map(Math.fround));
    expect(inputsOf('none')).toEqual([10, 30, 20, 60]);
  });

  it('is of the training samples alone', () => {
    const samples = pictures(planarImage(1, 2, 2), 10);
    for (const normalization of normalizationKinds.filter((kind) => kind !== 'channel')) {
      const one = datasetOf(samples, samples, { normalization, validationFraction: 0.3 });
      const other = datasetOf(one.train, samples, { normalization });
      expect(one.normalization).toEqual(other.normalization);
    }
  });

  it('by channel and variations are for images', () => {
    const samples = pictures(planarImage(1, 2, 2), 2);
    expect(() => datasetOf(samples, samples, { normalization: 'channel' })).toThrow(/images/);
    expect(() => datasetOf(samples, samples, { augmentation: { flip: true, shift: 0 } })).toThrow(/images/);
  });
});

describe('varied images', () => {
  it.each(images)('are mirrored and moved copies, all of them likely: %s', (_, image) => {
    const samples = pictures(image, 3);
    const dataset = makeDataset(
      { train: samples, test: samples, classes: 1, classNames: null, image, columns: null, notes: [] },
      { ...plainPreparation, normalization: 'none', augmentation: { flip: true, shift: 1 } },
    );
    const maker = new BatchMaker(dataset, 3);
    const { channels, height, width, strides } = image;
    /** The picture of sample k mirrored or not, moved by (dx, dy), as text. */
    const variation = (k: number, mirrored: boolean, dx: number, dy: number): string => {
      const picture = new Array<number>(samples.features).fill(0);
      for (let channel = 0; channel < channels; channel++) {
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            const [toX, toY] = [mirrored ? width - 1 - (x + dx) : x + dx, y + dy];
            if (toX < 0 || toX >= width || toY < 0 || toY >= height) continue;
            const to = channel * strides.channel + toY * strides.row + toX * strides.column;
            picture[to] = 1000 * k + 100 * channel + 10 * y + x;
          }
        }
      }
      return picture.join();
    };
    const possible = [0, 1, 2].map(
      (k) =>
        new Set(
          [false, true].flatMap((mirrored) =>
            [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => variation(k, mirrored, dx, dy))),
          ),
        ),
    );
    const seen = [0, 1, 2].map(() => new Set<string>());
    const order = Uint32Array.of(2, 0, 1);
    for (let epoch = 1; epoch <= 300; epoch++) {
      const { inputs } = maker.make(samples, 0, { order, seed: 1, epoch });
      order.forEach((k, b) => {
        seen[k].add(Array.from({ length: samples.features }, (_, feature) => inputs[feature * 3 + b]).join());
      });
    }
    expect(seen).toEqual(possible);
  });

  it('depend on seed, epoch and batch alone, and evaluation sees the images themselves', () => {
    const image = planarImage(1, 3, 3);
    const samples = pictures(image, 8);
    const dataset = makeDataset(
      { train: samples, test: samples, classes: 1, classNames: null, image, columns: null, notes: [] },
      { ...plainPreparation, normalization: 'none', augmentation: { flip: false, shift: 2 } },
    );
    const order = Uint32Array.from({ length: 8 }, (_, k) => k);
    const batch = (index: number, epoch: number, seed = 1) => [
      ...new BatchMaker(dataset, 4).make(samples, index, { order, seed, epoch }).inputs,
    ];
    expect(batch(1, 3)).toEqual(batch(1, 3));
    expect(batch(1, 3)).not.toEqual(batch(1, 4));
    expect(batch(1, 3)).not.toEqual(batch(1, 3, 2));
    const plain = new BatchMaker(dataset, 8).make(samples, 0, null).inputs;
    expect(Array.from({ length: 8 }, (_, b) => plain[8 * 8 + b] % 100)).toEqual(new Array(8).fill(22));
    expect(randomStream(1, 'augmentation', 3, 1).uint32()).not.toBe(
      randomStream(1, 'augmentation', 3, 0).uint32(),
    );
  });
});
