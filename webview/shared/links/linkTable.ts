import { linkStatuses } from '../../../src/overlay/overlay';
import type { ExportedTable } from '../exportedTable';
import type { LinkPictureData } from './linkPictureData';

/** Links of each neuron by status, in the order of the rows; of a layer that is not at hand those of all neurons together. */
export function linkTable({ source, counts, words }: LinkPictureData): ExportedTable {
  const columns = words.compared ? words.labels : ['links'];
  if (source.kind === 'tiles') {
    return {
      columns: ['neurons', ...columns],
      rows: [['all', ...columns.map((_, k) => counts?.[k] ?? null)]],
    };
  }
  const { overlay, names } = source;
  const { indptr, status } = overlay;
  const rows = Array.from({ length: indptr.length - 1 }, (_, row) => {
    const links = linkStatuses.map(() => 0);
    for (let k = indptr[row]; k < indptr[row + 1]; k++) links[status[k]]++;
    return [names.neuron(row), ...links.slice(0, columns.length)];
  });
  return { columns: ['neuron', ...columns], rows };
}
