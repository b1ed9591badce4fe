import { element, scrollable, setText } from '../../shared/dom';
import type { Exported, Exporting } from '../../shared/exported';
import { formatCount, noValue } from '../../shared/format';
import { layerName } from '../../shared/layerCode';
import { barsPicture, type PictureBar } from '../barsPicture';
import type { Compared } from '../model';
import { layerCountOf } from '../model';
import { fateCodes, fates } from './fateCodes';
import './lineage.css';
import { type Lineage, lineageOf, matchedNeurons } from './matchedNeurons';
import type { MatchingStore } from './matchingStore';

/** A layer and what became of its neurons; null while that is not known. */
export interface LineageRow {
  readonly name: string;
  readonly neurons: number | null;
  readonly lineage: Lineage | null;
  /** Why there is none. */
  readonly problem: string | null;
  readonly nothingShared: number | null;
  readonly interchangeable: number | null;
  readonly emptyA: number | null;
  readonly emptyB: number | null;
}

export function lineageRows(compared: Compared, matchings: MatchingStore): readonly LineageRow[] {
  const { items, layers, status } = compared;
  const count = layerCountOf(compared);
  return Array.from({ length: count }, (_, layer) => {
    const done = layers.find((one) => one.layer === layer);
    const [a, b] = items.map(({ facts }) => facts?.layers[layer]);
    // A matching is there when the distance is: before, asking would only wait for it.
    const state = status.phase === 'done' ? matchings.get(layer) : null;
    return {
      name: layerName(layer, count),
      neurons: a?.outputs ?? null,
      lineage: state?.phase === 'done' ? lineageOf(matchedNeurons(state.matching)) : null,
      problem: state?.phase === 'failed' ? state.reason : null,
      nothingShared: done?.matchedAtCostOne ?? null,
      interchangeable: done?.interchangeable ?? null,
      emptyA: a?.emptyNeurons ?? null,
      emptyB: b?.emptyNeurons ?? null,
    };
  });
}

/** What became of the neurons of A: how many are matched with the neuron of the same index, and how many are not. */
export class LineageView implements Exporting {
  private readonly body = element('tbody');
  private readonly keys = fates.map((fate) =>
    element(
      'span',
      { class: 'key' },
      element('span', { class: `fate-sign fate-${fate}`, 'aria-hidden': 'true' }),
      ` ${fateCodes[fate].words}`,
    ),
  );
  readonly root = element(
    'section',
    { class: 'section lineage' },
    element('h2', {}, 'Lineage: where the neurons of A went'),
    scrollable('Lineage', element('table', { 'data-part': 'lineage' }, head(), this.body)),
    element('p', { class: 'dim keys' }, ...this.keys),
    element('p', { class: 'dim words' }, columnWords),
  );
  private lines: LineageLine[] = [];
  private shown: readonly LineageRow[] = [];

  /** `onMoved`: the neurons of a layer that moved are to be listed. */
  constructor(private readonly onMoved: (layer: number) => void) {}

  update(rows: readonly LineageRow[]): void {
    if (rows.length !== this.lines.length) {
      this.lines = rows.map(
        (_, layer) =>
          new LineageLine(() => {
            this.onMoved(layer);
          }),
      );
      this.body.replaceChildren(...this.lines.map(({ root }) => root));
    }
    this.shown = rows;
    // Few pairs have neurons without a partner.
    fates.forEach((fate, k) => {
      this.keys[k].hidden = fate === 'noPartner' && !rows.some(({ lineage }) => lineage?.noPartner);
    });
    rows.forEach((row, k) => {
      this.lines[k].update(row);
    });
  }

  exported(): Exported | null {
    if (this.shown.every(({ lineage }) => lineage === null)) return null;
    return {
      id: 'lineage',
      title: 'Lineage: where the neurons of A went',
      subtitle: 'neurons of each layer',
      picture: barsPicture(
        this.shown.flatMap(lineageBar),
        300,
        'Share of the neurons of A in each layer.',
        fates
          .filter((fate) => this.shown.some(({ lineage }) => (lineage?.[fate] ?? 0) > 0))
          .map((fate) => fateCodes[fate]),
      ),
      table: {
        columns: [
          'Layer',
          'Neurons of A',
          ...fates.map((fate) => fateCodes[fate].words),
          'Nothing shared',
          'Interchangeable',
          'No input in A',
          'No input in B',
        ],
        rows: this.shown.map((row) => [
          row.name,
          row.neurons,
          ...fates.map((fate) => row.lineage?.[fate] ?? null),
          row.nothingShared,
          row.interchangeable,
          row.emptyA,
          row.emptyB,
        ]),
      },
    };
  }
}

/** None where the lineage is not known. */
function lineageBar({ name, neurons, lineage }: LineageRow): readonly PictureBar[] {
  if (lineage === null || !neurons) return [];
  const there = fates.filter((fate) => lineage[fate] > 0);
  return [
    {
      name,
      parts: there.map((fate) => ({ share: lineage[fate] / neurons, ink: fateCodes[fate].ink })),
      marks: [],
      text: there.map((fate) => `${formatCount(lineage[fate])} ${fateCodes[fate].words}`).join(' · '),
    },
  ];
}

const columnWords =
  'In place: matched with the neuron of the same index. Nothing shared: matched without a common input, at cost 1. ' +
  'Interchangeable: could be matched with another neuron at equal cost, so that whom they are matched with means nothing. ' +
  'No input: neurons without any; two of them match at cost 0 and pull the distance down.';

function head(): HTMLElement {
  return element(
    'thead',
    {},
    element(
      'tr',
      {},
      ...[
        'Layer',
        '',
        'In place',
        'Moved',
        'Nothing shared',
        'Inter\u00adchangeable',
        'No\u00a0input A\u00a0·\u00a0B',
      ].map((text) => (text === '' ? element('td') : element('th', { scope: 'col' }, text))),
    ),
  );
}

class LineageLine {
  private readonly name = element('th', { scope: 'row' });
  private readonly parts = fates.map((fate) => element('span', { class: `fate-${fate}` }));
  private readonly bar = element('div', { class: 'lineage-bar', 'aria-hidden': 'true' }, ...this.parts);
  private readonly problem = element('span', { class: 'dim' });
  private readonly inPlace = element('td');
  private readonly moved = element('button', { type: 'button', class: 'link', title: 'List them' });
  private readonly rest = Array.from({ length: 3 }, () => element('td'));
  readonly root = element(
    'tr',
    {},
    this.name,
    element('td', { class: 'bar-cell' }, this.bar, this.problem),
    this.inPlace,
    element('td', {}, this.moved),
    ...this.rest,
  );

  constructor(onMoved: () => void) {
    this.moved.addEventListener('click', onMoved);
  }

  update(row: LineageRow): void {
    const { name, neurons, lineage, problem } = row;
    setText(this.name, name);
    setText(this.problem, problem ?? '');
    this.bar.hidden = problem !== null;
    fates.forEach((fate, k) => {
      const share = lineage === null || !neurons ? 0 : lineage[fate] / neurons;
      this.parts[k].style.width = `${String(share * 100)}%`;
    });
    setText(
      this.inPlace,
      lineage === null ? noValue : `${formatCount(lineage.inPlace)} of ${formatCount(neurons)}`,
    );
    setText(this.moved, formatCount(lineage?.moved ?? null));
    this.moved.disabled = lineage === null || lineage.moved === 0;
    [
      formatCount(row.nothingShared),
      formatCount(row.interchangeable),
      `${formatCount(row.emptyA)} · ${formatCount(row.emptyB)}`,
    ].forEach((text, k) => {
      setText(this.rest[k], text);
    });
  }
}
