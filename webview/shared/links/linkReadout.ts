import { linkStatuses } from '../../../src/overlay/overlay';
import { binsAcross, binsDown, type LinkTile } from '../../../src/overlay/tile';
import { formatCount, plural } from '../format';
import { columnX, placeAt, rowY } from './linkLayout';
import type { LinkNames } from './linkNames';
import type { LinkPainting, ShownCodes } from './linkPainter';
import type { LinkDots } from './linkScene';
import { cellSize } from './linkWindow';
import type { LinkWords } from './linkWords';

/** What is pointed at: rows and columns, and what is said of them. */
export interface Pointed {
  readonly row: number;
  readonly rows: number;
  readonly column: number;
  readonly columns: number;
  readonly words: string;
}

/** So far away, in pixels, a small dot is still meant. */
const reach = 5;

/** What is at a point of the picture, which lies in the plot; null where that is nothing. */
export function pointedAt(painting: LinkPainting, words: LinkWords, x: number, y: number): Pointed | null {
  const { scene, window, layout } = painting;
  const { column, row } = placeAt(layout, window, x, y);
  if (scene.density !== null)
    return binAt(scene.density, painting, words, Math.floor(row), Math.floor(column));
  if (scene.dots === null) return null;
  const nearest = nearestDot(scene.dots, painting, x, y);
  if (nearest !== null) return dotAt(scene.dots, nearest, painting, words);
  const cell = cellSize(window, layout.plot);
  if (Math.min(cell.width, cell.height) < reach) return null;
  const [r, c] = [Math.floor(row), Math.floor(column)];
  return { row: r, rows: 1, column: c, columns: 1, words: `${ends(painting.names, words, r, c)}: no link` };
}

/** Dot `index` of those that are drawn. */
export function dotAt(dots: LinkDots, index: number, { names }: LinkPainting, words: LinkWords): Pointed {
  const [row, column] = [dots.rows[index], dots.columns[index]];
  const other = [words.renamed('input', names.input(column)), words.renamed('neuron', names.neuron(row))];
  const renamed = other.filter((each) => each !== null).join(', ');
  const status = words.compared ? words.labels[dots.status[index]] : 'a link';
  return {
    row,
    rows: 1,
    column,
    columns: 1,
    words: `${ends(names, words, row, column)}: ${status}${renamed === '' ? '' : ` (${renamed})`}`,
  };
}

function ends(names: LinkNames, words: LinkWords, row: number, column: number): string {
  const called = (what: 'neuron' | 'input', name: number): string =>
    words.called?.(what, name) ?? `${what} ${formatCount(name)}`;
  return `${called('input', names.input(column))} → ${called('neuron', names.neuron(row))}`;
}

function nearestDot(
  dots: LinkDots,
  { window, layout, codes }: LinkPainting,
  x: number,
  y: number,
): number | null {
  const cell = cellSize(window, layout.plot);
  // From the dot's edge: a large cell is hit within it only.
  const [halfWidth, halfHeight] = [cell.width / 2, cell.height / 2];
  const most = Math.max(0.5, reach - Math.min(halfWidth, halfHeight));
  let nearest: number | null = null;
  let least = most;
  for (let k = 0; k < dots.status.length; k++) {
    if (codes[dots.status[k]] === null) continue;
    const across = Math.max(0, Math.abs(columnX(layout, window, dots.columns[k] + 0.5) - x) - halfWidth);
    const down = Math.max(0, Math.abs(rowY(layout, window, dots.rows[k] + 0.5) - y) - halfHeight);
    const away = Math.hypot(across, down);
    if (away < least) [nearest, least] = [k, away];
  }
  return nearest;
}

function binAt(
  tile: LinkTile,
  { names, codes }: LinkPainting,
  words: LinkWords,
  row: number,
  column: number,
): Pointed | null {
  const { rows, columns, rowStep, columnStep, counts } = tile;
  const down = Math.floor((row - rows[0]) / rowStep);
  const across = Math.floor((column - columns[0]) / columnStep);
  if (down < 0 || across < 0 || down >= binsDown(tile) || across >= binsAcross(tile)) return null;
  const block = counts.length / linkStatuses.length;
  const bin = down * binsAcross(tile) + across;
  const firstRow = rows[0] + down * rowStep;
  const firstColumn = columns[0] + across * columnStep;
  const endRow = Math.min(rows[1], firstRow + rowStep);
  const endColumn = Math.min(columns[1], firstColumn + columnStep);
  const found = shownCounts(codes, words, (status) => counts[status * block + bin]);
  return {
    row: firstRow,
    rows: endRow - firstRow,
    column: firstColumn,
    columns: endColumn - firstColumn,
    words: `${range('input', firstColumn, endColumn, (at) => names.input(at))} → ${range('neuron', firstRow, endRow, (at) => names.neuron(at))}: ${found}`,
  };
}

/** In another order than stored a range has no name: its places stand for it. */
function range(what: string, from: number, to: number, name: (place: number) => number): string {
  if (to - from === 1) return `${what} ${formatCount(name(from))}`;
  const [first, last] = [name(from), name(to - 1)];
  return last - first === to - from - 1
    ? `${what}s ${formatCount(first)}–${formatCount(last)}`
    : `${formatCount(to - from)} ${what}s from ${formatCount(first)} to ${formatCount(last)} by degree`;
}

function shownCounts(codes: ShownCodes, words: LinkWords, count: (status: number) => number): string {
  if (!words.compared) return plural(count(0), 'link');
  return words.labels
    .map((label, status) => (codes[status] === null ? null : `${formatCount(count(status))} ${label}`))
    .filter((part) => part !== null)
    .join(', ');
}
