import type { Frame, LinksByNeuron } from './frame';

/** Which of the two has a link. */
export const linkStatuses = ['shared', 'onlyBase', 'onlyOther'] as const;
export type LinkStatus = (typeof linkStatuses)[number];
export const shared = 0;
export const onlyBase = 1;
export const onlyOther = 2;

/** First row or column, and the one after the last. */
export type Span = readonly [number, number];

/** Links of two states of a layer, each once, compressed by the rows of a frame. */
export interface Overlay {
  /** The rows that are in it: row r of the frame is row `r − rows[0]` here. */
  readonly rows: Span;
  /** Of the frame. */
  readonly columns: number;
  /** Length number of rows + 1. */
  readonly indptr: Uint32Array;
  /** Column of each link; in any order within a row. */
  readonly indices: Uint32Array;
  /** Alike to `indices`: which of `linkStatuses` it has. */
  readonly status: Uint8Array;
}

/** Rows `span` of both, in time linear in their links. Without another, every link counts as shared. */
export function overlayOf(
  base: LinksByNeuron,
  other: LinksByNeuron | null,
  frame: Frame,
  span: Span = [0, frame.neurons.length],
): Overlay {
  const [from, to] = span;
  const room = linksIn(base, other, frame, span);
  const indptr = new Uint32Array(to - from + 1);
  const indices = new Uint32Array(room);
  const status = new Uint8Array(room);
  /** By column: one more than the place of its link, if that is of the row at hand. */
  const marks = new Uint32Array(frame.inputs.length);
  const ofBase = other === null ? shared : onlyBase;
  let count = 0;
  for (let row = from; row < to; row++) {
    const start = count;
    const neuron = frame.neurons[row];
    const end = neuron < base.outputs ? base.indptr[neuron + 1] : 0;
    for (let k = base.indptr[neuron]; k < end; k++) {
      const column = frame.baseColumns[base.indices[k]];
      indices[count] = column;
      status[count] = ofBase;
      marks[column] = ++count;
    }
    const number = frame.otherNeurons[neuron];
    if (other !== null && number >= 0) {
      for (let k = other.indptr[number]; k < other.indptr[number + 1]; k++) {
        const column = frame.otherColumns[other.indices[k]];
        if (marks[column] > start) {
          status[marks[column] - 1] = shared;
        } else {
          indices[count] = column;
          status[count++] = onlyOther;
        }
      }
    }
    indptr[row - from + 1] = count;
  }
  return {
    rows: span,
    columns: frame.inputs.length,
    indptr,
    indices: indices.subarray(0, count),
    status: status.subarray(0, count),
  };
}

/** Links of both together, those that are shared twice. */
function linksIn(base: LinksByNeuron, other: LinksByNeuron | null, frame: Frame, [from, to]: Span): number {
  let links = 0;
  for (let row = from; row < to; row++) {
    const neuron = frame.neurons[row];
    if (neuron < base.outputs) links += base.indptr[neuron + 1] - base.indptr[neuron];
    const number = frame.otherNeurons[neuron];
    if (other !== null && number >= 0) links += other.indptr[number + 1] - other.indptr[number];
  }
  return links;
}

/** Links of each status. */
export function statusCounts({ status }: Overlay): readonly [number, number, number] {
  const counts: [number, number, number] = [0, 0, 0];
  for (const each of status) counts[each]++;
  return counts;
}
