import { inputsPerUnit, type Topology, widths } from '../topology/topology';
import { IncomparableError } from './distance';
import type { Outputs } from '../measure/measure';

/** Throws `IncomparableError` unless both networks have the same depth and the same width everywhere. */
export function assertComparable(a: Topology, b: Topology): void {
  const widthsA = widths(a);
  const widthsB = widths(b);
  const neurons = widthsA.findIndex((width, k) => width !== widthsB[k]) - 1;
  const reason =
    shapesDiffer(a, b) ??
    (neurons >= 0 ? `networks with a different number of neurons in layer ${String(neurons)}` : null);
  if (reason !== null) throw new IncomparableError(reason, widthsA, widthsB);
}

/**
 * Throws `IncomparableError` unless both networks have the same inputs and depth. Outputs that stand for themselves have to
 * be as many in both.
 */
export function assertSameInputsAndDepth(a: Topology, b: Topology, outputs: Outputs): void {
  const widthsA = widths(a);
  const widthsB = widths(b);
  const reason =
    shapesDiffer(a, b) ??
    (outputs === 'fixed' && widthsA.at(-1) !== widthsB.at(-1)
      ? 'networks with a different number of outputs, which are not to be matched'
      : null);
  if (reason !== null) throw new IncomparableError(reason, widthsA, widthsB);
}

/** What no method can bring together. */
function shapesDiffer({ layers: a }: Topology, { layers: b }: Topology): string | null {
  if (a.length === 0 || b.length === 0) return 'a network without layers';
  if (a.length !== b.length) return 'networks of different depth';
  if (a[0].inputs !== b[0].inputs) return 'networks with a different number of inputs';
  const layer = a.findIndex((shape, k) => k > 0 && inputsPerUnit(shape) !== inputsPerUnit(b[k]));
  if (layer < 0) return null;
  return `networks whose layer ${String(layer)} reads ${String(inputsPerUnit(a[layer]))} and ${String(inputsPerUnit(b[layer]))} inputs of each unit`;
}
