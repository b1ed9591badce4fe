import fc from 'fast-check';
import type { TrainingSnapshot } from '../../../../src/checkpoints/trainingSnapshot';
import { layerFromLinks } from '../../../../src/topology/construct';
import { linkSetOf } from '../../../../src/topology/linkSet';
import type { SparseLayer, Topology } from '../../../../src/topology/topology';

/** A layer of these widths whose link i → j exists where `cells[j * inputs + i]`. */
function layerOf(inputs: number, outputs: number, cells: readonly boolean[]): SparseLayer {
  const places = cells.flatMap((present, place) => (present ? [place] : []));
  return layerFromLinks({
    inputs,
    outputs,
    sources: Uint32Array.from(places, (place) => place % inputs),
    targets: Uint32Array.from(places, (place) => Math.floor(place / inputs)),
  });
}

const floats = (length: number): fc.Arbitrary<Float32Array> =>
  fc.float32Array({ minLength: length, maxLength: length });

interface LayerParts {
  readonly layer: SparseLayer;
  readonly explored: SparseLayer;
  readonly bias: Float32Array;
  readonly velocity: Float32Array;
  readonly biasVelocity: Float32Array;
  readonly secondMoment: Float32Array;
  readonly biasSecondMoment: Float32Array;
  readonly srelu: readonly Float32Array[];
}

function layerParts(inputs: number, outputs: number): fc.Arbitrary<LayerParts> {
  const cell = fc.tuple(fc.boolean(), fc.boolean());
  return fc.array(cell, { minLength: inputs * outputs, maxLength: inputs * outputs }).chain((cells) => {
    const layer = layerOf(
      inputs,
      outputs,
      cells.map(([active]) => active),
    );
    const links = layer.indices.length;
    return fc.record({
      layer: floats(links).map((values) => ({ ...layer, values })),
      explored: fc.constant(
        layerOf(
          inputs,
          outputs,
          cells.map(([active, once]) => active || once),
        ),
      ),
      bias: floats(outputs),
      velocity: floats(links),
      biasVelocity: floats(outputs),
      secondMoment: floats(links),
      biasSecondMoment: floats(outputs),
      srelu: fc.tuple(floats(4 * outputs), floats(4 * outputs), floats(4 * outputs)),
    });
  });
}

/** Any snapshot of a small network. */
export const snapshots: fc.Arbitrary<TrainingSnapshot> = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 4 })
  .chain((widths) => fc.tuple(...widths.slice(1).map((outputs, k) => layerParts(widths[k], outputs))))
  .chain((layers) =>
    fc.record({
      epoch: fc.nat(1e6),
      stepInEpoch: fc.nat(1e6),
      step: fc.nat(1e9),
      momentSteps: fc.nat(1e9),
      topology: fc.constant<Topology>({ layers: layers.map(({ layer }) => layer) }),
      biases: fc.constant(layers.map(({ bias }) => bias)),
      velocities: fc.constant(layers.map(({ velocity }) => velocity)),
      biasVelocities: fc.constant(layers.map(({ biasVelocity }) => biasVelocity)),
      secondMoments: fc.constantFrom(
        [],
        layers.map(({ secondMoment, biasSecondMoment }) => ({ links: secondMoment, bias: biasSecondMoment })),
      ),
      srelu: fc.constantFrom(
        [],
        ...[2, 3].map((arrays) =>
          layers.slice(0, -1).map(({ srelu: [values, velocities, secondMoments] }) => ({
            values,
            velocities,
            ...(arrays === 3 && { secondMoments }),
          })),
        ),
      ),
      random: fc.uint32Array({ minLength: 0, maxLength: 8 }),
      explored: fc.constant(layers.map(({ explored }) => linkSetOf(explored))),
      epochSums: fc.float64Array({ minLength: 0, maxLength: 4 }),
      improvement: fc.float64Array({ minLength: 0, maxLength: 2 }),
      methodState: fc.dictionary(
        fc.constantFrom('layers.0.rewind', 'layers.1.rewind', 'velocity'),
        fc.float32Array({ minLength: 0, maxLength: 4 }),
        { noNullPrototype: true },
      ),
      normalization: fc.record({
        means: fc.float64Array({ minLength: 1, maxLength: 4 }),
        deviations: fc.float64Array({ minLength: 1, maxLength: 4 }),
      }),
      engine: fc.constantFrom('sparse', 'tensorflow'),
      config: fc.json(),
    }),
  );

/** One snapshot, small, with both ways of writing explored links in it. */
export function exampleSnapshot(): TrainingSnapshot {
  const first = layerOf(
    100,
    3,
    Array.from({ length: 300 }, (_, place) => place === 7 || place === 150),
  );
  const second = layerOf(3, 2, [true, false, true, false, true, true]);
  const layers = [first, second].map((layer) => ({
    ...layer,
    values: Float32Array.from(layer.indices, (_, k) => k / 4 - 0.25),
  }));
  return {
    epoch: 3,
    stepInEpoch: 12,
    step: 312,
    momentSteps: 300,
    topology: { layers },
    biases: [Float32Array.of(1, 2, 3), Float32Array.of(4, 5)],
    velocities: layers.map(({ indices }) => Float32Array.from(indices, (_, k) => -k)),
    biasVelocities: [Float32Array.of(0, 0, 0.5), Float32Array.of(0, 1)],
    secondMoments: layers.map(({ indices, outputs }) => ({
      links: Float32Array.from(indices, (_, k) => k / 8),
      bias: new Float32Array(outputs).fill(0.25),
    })),
    srelu: [{ values: new Float32Array(12).fill(0.5), velocities: new Float32Array(12) }],
    random: Uint32Array.of(1, 2, 3, 0xffffffff),
    explored: [first, layerOf(3, 2, [true, true, true, true, true, true])].map(linkSetOf),
    epochSums: Float64Array.of(0.1, 20, 64),
    improvement: Float64Array.of(0.75, 2),
    methodState: { 'layers.0.rewind': Float32Array.of(0.5, -2) },
    normalization: { means: Float64Array.of(72.9), deviations: Float64Array.of(90.1) },
    engine: 'sparse',
    config: '{"epochs":5}',
  };
}
