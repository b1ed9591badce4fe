import { element } from '../shared/dom';

/** A table of text, the first cell of a row its head. */
export function textTable(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  label: string,
): HTMLElement {
  return element(
    'table',
    { 'aria-label': label },
    element(
      'thead',
      {},
      element('tr', {}, ...columns.map((column) => element('th', { scope: 'col' }, column))),
    ),
    element(
      'tbody',
      {},
      ...rows.map((cells) =>
        element(
          'tr',
          {},
          ...cells.map((cell, k) =>
            k === 0 ? element('th', { scope: 'row' }, cell) : element('td', {}, cell),
          ),
        ),
      ),
    ),
  );
}
