import { type Topology, widths } from '../topology/topology';
import { IncomparableError } from './distance';

/** Throws `IncomparableError` unless both networks have the same depth and the same width everywhere. */
export function assertComparable(a: Topology, b: Topology): void {
  const widthsA = widths(a);
  const widthsB = widths(b);
  const reason = firstDifference(widthsA, widthsB);
  if (reason !== null) throw new IncomparableError(reason, widthsA, widthsB);
}

function firstDifference(a: readonly number[], b: readonly number[]): string | null {
  if (a.length === 0 || b.length === 0) return 'a network without layers';
  if (a.length !== b.length) return 'networks of different depth';
  const unit = a.findIndex((width, i) => width !== b[i]);
  if (unit === -1) return null;
  return unit === 0
    ? 'networks with a different number of inputs'
    : `networks with a different number of neurons in layer ${String(unit - 1)}`;
}
