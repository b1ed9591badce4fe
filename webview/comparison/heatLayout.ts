import type { Span } from '../../src/protocol/matrix';

/** In pixels. */
export interface HeatLayout {
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly rowLabelWidth: number;
  /** Decimals of the numbers in the cells; null where they do not fit. */
  readonly decimals: 2 | 3 | null;
  /** Every which row is labelled. */
  readonly labelEvery: number;
  /** Cells so small stand without a gap. */
  readonly fine: boolean;
}

const minCell = 4;
const lineHeight = 15;

/** Cells as large as the width allows, within reason. */
export function heatLayout(size: number, availableWidth: number, longestLabel: number): HeatLayout {
  const rowLabelWidth = Math.round(Math.min(availableWidth * 0.28, nameWidth(longestLabel)));
  const fitting = Math.floor((availableWidth - rowLabelWidth) / size);
  const cellWidth = Math.max(minCell, Math.min(68, fitting));
  const cellHeight = Math.min(cellWidth, 44);
  return {
    cellWidth,
    cellHeight,
    rowLabelWidth,
    decimals: cellHeight < lineHeight || cellWidth < 28 ? null : cellWidth < 44 ? 2 : 3,
    labelEvery: Math.max(1, Math.ceil(lineHeight / cellHeight)),
    fine: cellWidth < 16,
  };
}

/** Of a name of so many letters, with room to its cells and for the number of its row. */
function nameWidth(letters: number): number {
  return 30 + 7 * letters;
}

/** What is written beside a row or above a column, and where. */
export interface HeatLabel {
  readonly at: number;
  readonly text: string;
}

/**
 * Columns are named by what distinguishes them where that fits; otherwise by their number, which then stands in the
 * rows too. Rows have their whole names where those fit.
 */
export function axisLabels(
  labels: readonly string[],
  { cellWidth, rowLabelWidth, labelEvery }: HeatLayout,
): { readonly columns: readonly HeatLabel[]; readonly rows: readonly HeatLabel[] } {
  const short = shortLabels(labels);
  const fit = short.every((text) => text.length * 7 <= cellWidth);
  const longest = labels.reduce((most, { length }) => Math.max(most, length), 0);
  const names = nameWidth(longest) <= rowLabelWidth ? labels : short;
  const number = (at: number): string => String(at + 1);
  const everyNth = (step: number, textOf: (at: number) => string): readonly HeatLabel[] =>
    labels.flatMap((_, at) => (at % step === 0 ? [{ at, text: textOf(at) }] : []));
  return fit
    ? { columns: everyNth(1, (at) => short[at]), rows: everyNth(labelEvery, (at) => labels[at]) }
    : {
        columns: everyNth(Math.ceil(28 / cellWidth), number),
        rows: everyNth(labelEvery, (at) => `${number(at)}  ${names[at]}`),
      };
}

/** What distinguishes labels that begin and end alike: "e5_s0_w3 · epoch 190" among its kin is "w3". */
export function shortLabels(labels: readonly string[]): readonly string[] {
  const tokens = labels.map((label) => label.split(/([^\p{L}\p{N}]+)/u));
  const shortest = tokens.reduce((least, { length }) => Math.min(least, length), Number.POSITIVE_INFINITY);
  const sameAt = (pick: (list: readonly string[]) => string | undefined): boolean =>
    tokens.every((list) => pick(list) === pick(tokens[0]));
  let before = 0;
  while (before < shortest && sameAt((list) => list[before])) before++;
  let after = 0;
  while (after < shortest - before && sameAt((list) => list.at(-1 - after))) after++;
  const short = tokens.map((list) =>
    list
      .slice(before, list.length - after)
      .join('')
      .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''),
  );
  const distinct = new Set(short).size === new Set(labels).size;
  return distinct && short.every((text) => text !== '') ? short : labels;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Rows and columns of a map at `plane` that are seen through `window`; null where none is. */
export function visiblePart(
  plane: Box,
  window: Box,
  size: number,
  { cellWidth, cellHeight }: HeatLayout,
): { readonly rows: Span; readonly columns: Span } | null {
  const span = (from: number, to: number, cell: number): Span => [
    Math.max(0, Math.floor(from / cell)),
    Math.min(size, Math.ceil(to / cell)),
  ];
  const rows = span(window.top - plane.top, window.bottom - plane.top, cellHeight);
  const columns = span(window.left - plane.left, window.right - plane.left, cellWidth);
  return rows[0] < rows[1] && columns[0] < columns[1] ? { rows, columns } : null;
}
