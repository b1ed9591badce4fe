import type { EvolutionPoint } from '../../src/protocol/evolution';
import type { TermId } from '../../src/protocol/glossary';
import { layersExport } from '../evolution/layersExport';
import { layerRows, layersColumns } from '../evolution/layersTable';
import { element, scrollable } from '../shared/dom';
import type { Exported, Exporting } from '../shared/exported';
import type { ExportedTable } from '../shared/exportedTable';
import { term } from '../shared/term';

type Column = (typeof layersColumns)[number];

/** What a checkpoint does not tell without the others of its series. */
const ofSeries: readonly Column[] = ['Survival', 'From initial'];

const terms: Readonly<Partial<Record<Column, TermId>>> = {
  Links: 'link',
  Share: 'parameterShare',
  Density: 'density',
  Effective: 'effectiveDensity',
  Sparsity: 'sparsity',
  'Fan-in min · median · max': 'fanIn',
  'No input': 'neuronWithoutInput',
  'No output': 'neuronWithoutOutput',
};

/** The layers of one checkpoint, a row each; its headings explain themselves. */
export class FactsView implements Exporting {
  private readonly body = element('tbody');
  readonly root: HTMLElement;
  private shown: EvolutionPoint | null = null;

  constructor() {
    const headings = layersColumns
      .filter((column) => !ofSeries.includes(column))
      .map((column) => {
        const id = terms[column];
        return element('th', { scope: 'col' }, id === undefined ? column : term(id, column));
      });
    this.root = element(
      'section',
      { class: 'section' },
      element('h2', {}, 'Layers'),
      scrollable(
        'Layers',
        element(
          'table',
          { 'data-part': 'layers', 'aria-label': 'Layers of this checkpoint' },
          element('thead', {}, element('tr', {}, ...headings)),
          this.body,
        ),
      ),
    );
  }

  update(point: EvolutionPoint): void {
    if (point === this.shown) return;
    this.shown = point;
    const kept = [...layersColumns.keys()].filter((k) => !ofSeries.includes(layersColumns[k]));
    this.body.replaceChildren(
      ...layerRows(point).map((cells) =>
        element(
          'tr',
          {},
          ...kept.map((k) =>
            k === 0 ? element('th', { scope: 'row' }, cells[k]) : element('td', {}, cells[k]),
          ),
        ),
      ),
    );
  }

  exported(): Exported | null {
    const table = this.shown === null ? null : layersExport(this.shown);
    if (table === null) return null;
    return { id: 'layers', title: 'Layers', subtitle: '', picture: null, table: withoutEmptyColumns(table) };
  }
}

/** Without what only the others of its series could tell. */
function withoutEmptyColumns({ columns, rows }: ExportedTable): ExportedTable {
  const kept = [...columns.keys()].filter((k) => rows.some((cells) => cells[k] !== null));
  return { columns: kept.map((k) => columns[k]), rows: rows.map((cells) => kept.map((k) => cells[k])) };
}
