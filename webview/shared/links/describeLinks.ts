import type { Overlay } from '../../../src/overlay/overlay';
import { formatCount } from '../format';
import type { LinkNames } from './linkNames';
import type { LinkPictureData } from './linkPictureData';

const mostNamed = 3;

/** The picture in words: how many links there are of each status, and which neurons have most. */
export function describeLinks(name: string, { title, source, counts, words }: LinkPictureData): string {
  const sums = counts?.map((count, status) => `${formatCount(count)} ${words.labels[status]}`);
  const total =
    sums === undefined ? '' : words.compared ? `: ${sums.join(', ')}` : `: ${formatCount(counts![0])} links`;
  const densest = source.kind === 'overlay' ? densestNeurons(source.overlay, source.names) : '';
  return `${name}, ${title}${total}${densest === '' ? '' : `. Most links: ${densest}`}`;
}

function densestNeurons({ rows, indptr }: Overlay, names: LinkNames): string {
  const links = indptr.subarray(1).map((end, at) => end - indptr[at]);
  const most: number[] = [];
  for (let at = 0; at < links.length; at++) {
    if (links[at] === 0 || (most.length === mostNamed && links[at] <= links[most[mostNamed - 1]])) continue;
    most.push(at);
    most.sort((a, b) => links[b] - links[a] || a - b);
    most.length = Math.min(most.length, mostNamed);
  }
  return most
    .map((at) => `neuron ${formatCount(names.neuron(rows[0] + at))} with ${formatCount(links[at])}`)
    .join(', ');
}
