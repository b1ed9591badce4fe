import { createHash } from 'node:crypto';
import { inputsPerUnit, type LayerShape, linkCount, shapeOf, type Topology } from '../topology/topology';
import { fanIn, fanOut } from '../topology/transpose';

/** What chance keeps of a network besides its widths: the number of links of each layer, or each degree. */
export type ChanceKind = 'links' | 'degrees';

/** What two random networks have in common with two given ones. Plain data, which any thread can take. */
export interface ChanceShape {
  readonly kind: ChanceKind;
  /** The same for the same kind and shapes, whichever comes first and in whatever order hidden neurons are stored. */
  readonly key: string;
  readonly networks: readonly [NetworkOutline, NetworkOutline];
}

/** Layers from input to output. */
export type NetworkOutline = readonly LayerOutline[];

export interface LayerOutline extends LayerShape {
  readonly links: number;
  /** Null where only the number of links is kept. */
  readonly degrees: LayerDegrees | null;
}

export interface LayerDegrees {
  /** Number of inputs of each neuron, length `outputs`. */
  readonly fanIn: Uint32Array;
  /** Number of neurons that each input feeds, length `inputs`. */
  readonly fanOut: Uint32Array;
}

export function chanceShape(a: Topology, b: Topology, kind: ChanceKind): ChanceShape {
  const shapes = [a, b].map((topology) => {
    const network = networkShape(topology, kind);
    return { network, key: networkKey(network) };
  });
  const [first, second] = shapes[0].key <= shapes[1].key ? shapes : shapes.toReversed();
  return {
    kind,
    key: [kind, first.key, second.key].join('/'),
    networks: [first.network, second.network],
  };
}

function networkShape({ layers }: Topology, kind: ChanceKind): NetworkOutline {
  const shape = layers.map((layer) => ({
    ...shapeOf(layer),
    links: linkCount(layer),
    degrees: kind === 'links' ? null : { fanIn: fanIn(layer), fanOut: fanOut(layer) },
  }));
  return reorderedHidden(shape, (layer) => orderOfDegrees(shape[layer], shape[layer + 1]));
}

function orderOfDegrees({ outputs, degrees }: LayerOutline, next: LayerOutline): Uint32Array {
  const order = Uint32Array.from({ length: outputs }, (_, neuron) => neuron);
  if (degrees === null || next.degrees === null) return order;
  const { fanIn } = degrees;
  const { fanOut } = next.degrees;
  const perUnit = inputsPerUnit(next);
  return order.sort((i, j) => {
    let difference = fanIn[i] - fanIn[j];
    for (let k = 0; k < perUnit && difference === 0; k++) {
      difference = fanOut[i * perUnit + k] - fanOut[j * perUnit + k];
    }
    return difference;
  });
}

/** The same with the neurons of each hidden layer in another order: at place p stands neuron `orderOf(layer)[p]`. */
export function reorderedHidden(
  shape: NetworkOutline,
  orderOf: (layer: number) => Uint32Array,
): NetworkOutline {
  let inputOrder: Uint32Array | null = null;
  return shape.map((layer, k) => {
    const order = k === shape.length - 1 ? null : orderOf(k);
    const sourceOrder = inputOrder;
    inputOrder = order;
    if (layer.degrees === null) return layer;
    const { fanIn, fanOut } = layer.degrees;
    return {
      ...layer,
      degrees: {
        fanIn: inOrder(fanIn, order, 1),
        fanOut: inOrder(fanOut, sourceOrder, inputsPerUnit(layer)),
      },
    };
  });
}

/** `values` holds `perUnit` for each unit, one unit after the other; null is the order that they have. */
function inOrder(values: Uint32Array, order: Uint32Array | null, perUnit: number): Uint32Array {
  if (order === null) return values;
  return values.map((_, place) => values[order[Math.floor(place / perUnit)] * perUnit + (place % perUnit)]);
}

function networkKey(shape: NetworkOutline): string {
  const hash = createHash('sha256');
  for (const layer of shape) {
    hash.update(`${layer.inputs}/${inputsPerUnit(layer)}×${layer.outputs}:${layer.links};`);
    if (layer.degrees === null) continue;
    hash.update(layer.degrees.fanIn);
    hash.update(layer.degrees.fanOut);
  }
  return hash.digest('hex');
}
