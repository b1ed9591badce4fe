import {
  type Frame,
  frameOf,
  type LinkOrder,
  type LinksByNeuron,
  type Matching,
} from '../../../src/overlay/frame';
import { overlayOf, statusCounts } from '../../../src/overlay/overlay';
import { formatCount } from '../../shared/format';
import { countedTiles, type LayerTile } from '../../shared/links/countedTiles';
import { namesFrom } from '../../shared/links/linkNames';
import type { LinkPictureData } from '../../shared/links/linkPictureData';
import type { MatchedNeurons } from './matchedNeurons';
import { overlayWords } from './overlayWords';

/** A layer of A and of B, and what the units of A are in B. */
export interface Overlaid<Side> {
  readonly layer: number;
  readonly a: Side;
  readonly b: Side;
  readonly matching: Matching;
  readonly order: LinkOrder;
}

type Widths = Pick<LinksByNeuron, 'inputs' | 'outputs'>;

/** Both over each other: what stands for each other in the same row or column, called as in A. */
export function overlaidLinks(overlaid: Overlaid<LinksByNeuron>): LinkPictureData {
  const { a, b, matching, order } = overlaid;
  const frame = frameOf(a, b, order, matching);
  const overlay = overlayOf(a, b, frame);
  return {
    ...dataOf(overlaid, frame),
    source: { kind: 'overlay', overlay, names: namesFrom(frame.neurons, frame.inputs) },
    counts: statusCounts(overlay),
  };
}

/** The same of layers too large for the page. */
export function overlaidTiles(
  overlaid: Overlaid<Widths & { readonly path: string }>,
  neurons: MatchedNeurons,
  layerTile: LayerTile,
): LinkPictureData {
  const { layer, a, b, matching, order } = overlaid;
  // As stored, a frame follows from the widths alone.
  const frame = frameOf(withoutLinks(a), withoutLinks(b), 'stored', matching);
  const ask = countedTiles(layerTile, { path: a.path, against: b.path, matching, layer, order });
  return {
    ...dataOf(overlaid, frame),
    source: { kind: 'tiles', ask },
    counts: [sum(neurons.shared), sum(neurons.onlyA), sum(neurons.onlyB)],
  };
}

function dataOf(
  { layer, a, b, order }: Overlaid<Widths>,
  frame: Frame,
): Pick<LinkPictureData, 'subject' | 'extent' | 'words' | 'title'> {
  return {
    subject: `${order} ${String(layer)}`,
    extent: { rows: frame.neurons.length, columns: frame.inputs.length },
    words: overlayWords(a, frame),
    title: `${widthsText(a)}${a.inputs === b.inputs && a.outputs === b.outputs ? '' : ` in A, ${widthsText(b)} in B`}, B renamed by the matching`,
  };
}

function withoutLinks({ inputs, outputs }: Widths): LinksByNeuron {
  return { inputs, outputs, indptr: new Uint32Array(), indices: new Uint32Array() };
}

function widthsText({ inputs, outputs }: Widths): string {
  return `${formatCount(inputs)} inputs → ${formatCount(outputs)} neurons`;
}

function sum(counts: Uint32Array): number {
  return counts.reduce((total, count) => total + count, 0);
}
