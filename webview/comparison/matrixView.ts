import type { Clustering } from '../../src/protocol/arrangement';
import type { ManyChoices, RowOrder } from '../../src/protocol/manyChoices';
import type { Span } from '../../src/protocol/matrix';
import type { Chance } from '../../src/protocol/uncertainty';
import { formatColour } from '../shared/colour';
import { field, select, setPressed, setValue, toggle } from '../shared/controls';
import { element, setText } from '../shared/dom';
import type { Exported, Exporting } from '../shared/exported';
import { formatThree } from '../shared/format';
import { oncePerFrame } from '../shared/frameScheduler';
import { measureSentence } from '../shared/measureTexts';
import type { Theme } from '../shared/theme';
import { type AskChance, CellChance } from './cellChance';
import { CellStore } from './cellStore';
import { couldBeLarger } from './heatLayout';
import { heatFrame } from './heatNames';
import { type HeatScale, heatScale } from '../shared/heatScale';
import { HeatMap, type Place } from './heatMap';
import { exportedHeat } from './many/heatExport';
import { numberedRows } from './many/rowOrder';
import {
  describeCell,
  failureGroups,
  heatCell,
  type HeatValues,
  permuted,
  type ScaleRange,
  stretchedRange,
  wholeRange,
} from './matrixModel';
import './matrixView.css';
import type { Compared } from './model';
import { chanceMean, layersOf, type Level } from './pairMean';

export interface MatrixEvents {
  readonly onOpen: (a: string, b: string) => void;
  readonly askChance: AskChance;
  /** Another part of a matrix that is being computed is on screen. */
  readonly onFocus: (rows: Span, columns: Span) => void;
  /** Items of the cell that is pointed at or focused. */
  readonly onLook: (items: readonly number[]) => void;
  readonly onOrder: (order: RowOrder) => void;
  readonly onStretch: (stretched: boolean) => void;
  readonly onLarger: (larger: boolean) => void;
  /** Whether shares of chance are wanted. */
  readonly onShare: (wanted: boolean) => void;
}

/** What a matrix shows. Rows and columns are items in some order. */
export interface ShownMatrix {
  readonly compared: Compared;
  readonly cells: CellStore;
  readonly values: HeatValues;
  readonly layer: { readonly index: number | null; readonly label: string };
  /** Item of each row. */
  readonly order: readonly number[];
  /** The tree over the first rows, where they are in its order. */
  readonly clustering: Clustering | null;
  readonly chosen: Pick<ManyChoices, 'order' | 'stretched' | 'larger'>;
  readonly theme: Theme;
}

const swatches = 40;

/** The distances of all pairs at a glance, each to be read and opened. */
export class MatrixView implements Exporting {
  private readonly heat: HeatMap;
  private readonly chance: CellChance;
  private readonly readout = element('p', { class: 'readout', 'data-part': 'readout' });
  private readonly order = select(
    [
      ['run', 'by run and epoch'],
      ['clustered', 'clustered'],
    ],
    () => {
      this.events.onOrder(this.order.value === 'clustered' ? 'clustered' : 'run');
    },
  );
  private readonly stretch = toggle('Stretched scale', () => {
    this.events.onStretch(!(this.shown?.chosen.stretched ?? false));
  });
  private readonly larger = toggle('Larger cells', () => {
    this.events.onLarger(!(this.shown?.chosen.larger ?? false));
  });
  private readonly share = toggle('Share of chance', () => {
    this.chance.want(!this.chance.isWanted, this.lookedAt);
    this.events.onShare(this.chance.isWanted);
    this.draw();
  });
  private readonly legend = element('div', { class: 'heat-legend', 'data-part': 'scale' });
  private readonly failures = element('ul', { class: 'remarks', 'data-part': 'failures' });
  private readonly failuresSection = element(
    'section',
    { class: 'section' },
    element('h2', {}, 'Pairs without a distance'),
    this.failures,
  );
  private readonly measure = element('p', { class: 'dim measure-line' });
  readonly root: HTMLElement;
  private shown: ShownMatrix | null = null;
  /** In rows and columns: under a pointer that rests another pair may come to stand. */
  private lookedPlace: Place | null = null;
  private linked: readonly number[] = [];
  private measured = '';
  private focused = '';

  constructor(private readonly events: MatrixEvents) {
    this.chance = new CellChance(events.askChance, () => {
      this.read();
    });
    this.heat = new HeatMap({
      onLook: (at) => {
        this.lookedPlace = at;
        const { lookedAt } = this;
        this.chance.rest(lookedAt);
        this.read();
        events.onLook(lookedAt === null ? [] : [...new Set([lookedAt.row, lookedAt.column])]);
      },
      onOpen: (at) => {
        const pair = this.itemsAt(at);
        const items = this.shown?.compared.items;
        if (pair === null || items === undefined) return;
        const [a, b] = [pair.row, pair.column].sort((one, other) => one - other);
        events.onOpen(items[a].path, items[b].path);
      },
      onScroll: oncePerFrame(() => {
        this.focus();
      }),
    });
    this.share.title =
      'While a cell is pointed at or focused, and for the neighbours that are listed, computes how far two unrelated networks like these are apart.';
    setText(this.readout, hint);
    this.root = element(
      'section',
      { class: 'matrix-main' },
      element(
        'div',
        { class: 'section-head' },
        element('h2', {}, 'Distances'),
        element('span', { class: 'grow' }),
        field('Order', this.order),
        this.share,
        this.stretch,
      ),
      element('div', { class: 'heat-scale' }, this.legend, this.larger),
      this.readout,
      this.heat.root,
      this.measure,
      this.failuresSection,
    );
    this.larger.title = 'The matrix is seen whole; with larger cells it is scrolled.';
    const redraw = oncePerFrame(() => {
      this.draw();
    });
    new ResizeObserver(redraw).observe(this.root);
    window.addEventListener('resize', redraw);
  }

  update(shown: ShownMatrix): void {
    const { compared } = shown;
    this.shown = shown;
    setValue(this.order, shown.chosen.order);
    setText(this.measure, measureSentence(compared.measure));
    const measured = JSON.stringify([compared.measure, compared.items.map(({ path }) => path)]);
    if (measured !== this.measured) {
      this.measured = measured;
      this.chance.forget();
    }
    this.draw();
    this.focus();
    this.showFailures(compared);
  }

  /** Items that are pointed at elsewhere: one, or a pair. */
  link(items: readonly number[]): void {
    this.linked = items;
    const { shown } = this;
    if (shown === null) return;
    this.heat.link(items.map((item) => shown.order.indexOf(item)));
  }

  exported(): Exported | null {
    return this.shown === null ? null : exportedHeat(this.shown);
  }

  private draw(): void {
    const { shown } = this;
    if (shown === null || !this.root.isConnected) return;
    const { compared, theme, order, clustering, chosen } = shown;
    const rows = numberedRows(compared.items, order);
    const values = permuted(shown.values, order);
    const range = chosen.stretched ? stretchedRange(values) : wholeRange;
    const scale = heatScale(theme.background, theme.blue, theme.foreground);
    const frame = heatFrame(rows, chosen.order === 'run', {
      width: this.root.clientWidth,
      height: this.heat.room(clustering !== null),
      larger: chosen.larger,
    });
    const { layout } = frame;
    this.heat.update({ picture: { values, layout, range, scale, theme }, frame, clustering });
    this.larger.hidden = !chosen.larger && !couldBeLarger(layout);
    setPressed(this.larger, chosen.larger);
    this.link(this.linked);
    setPressed(this.stretch, chosen.stretched);
    setPressed(this.share, this.chance.isWanted);
    this.showLegend(range, scale, chosen.stretched);
    this.read();
  }

  /** The pair that is looked at, in items. */
  private get lookedAt(): Place | null {
    return this.lookedPlace === null ? null : this.itemsAt(this.lookedPlace);
  }

  /** Null where rows went meanwhile. */
  private itemsAt({ row, column }: Place): Place | null {
    const order = this.shown?.order ?? [];
    return row < order.length && column < order.length ? { row: order[row], column: order[column] } : null;
  }

  /** Says the pair that is looked at; its value may arrive while it is. */
  private read(): void {
    const { shown, lookedAt } = this;
    if (shown === null || lookedAt === null) {
      setText(this.readout, hint);
      return;
    }
    const { compared, values, cells, layer } = shown;
    const { row, column } = lookedAt;
    const cell = heatCell(values, cells, row, column);
    const words = describeCell(compared, row, column, layer.label, cell);
    const value = cell.kind === 'value' ? cell.value : null;
    const chance = this.chance.text(lookedAt, value, (level) => levelOf(shown, level, lookedAt));
    const text = chance === '' ? words : `${words} · ${chance}`;
    setText(this.readout, text);
    this.heat.describe(text);
  }

  /** Tells which part is on screen, where that is not all: the items from the first to the last that is seen. */
  private focus(): void {
    const { shown } = this;
    if (shown?.compared.status.phase !== 'running') return;
    const part = this.heat.visible();
    if (part === null) return;
    const all = shown.order.length;
    const itemsOf = ([from, to]: Span): Span => {
      const items = shown.order.slice(from, to);
      return [items.reduce((a, b) => Math.min(a, b)), items.reduce((a, b) => Math.max(a, b)) + 1];
    };
    const [rows, columns] = [itemsOf(part.rows), itemsOf(part.columns)];
    const key = JSON.stringify([rows, columns]);
    if (key === this.focused || [rows, columns].every(([from, to]) => from === 0 && to === all)) return;
    this.focused = key;
    this.events.onFocus(rows, columns);
  }

  private showLegend(range: ScaleRange, scale: HeatScale, stretched: boolean): void {
    this.legend.replaceChildren(
      element('span', {}, stretched ? formatThree(range.min) : '0 same'),
      element(
        'span',
        { class: 'heat-swatches', 'aria-hidden': 'true' },
        ...Array.from({ length: swatches }, (_, k) => {
          const swatch = element('span');
          swatch.style.background = formatColour(scale.colour(k / (swatches - 1)));
          return swatch;
        }),
      ),
      element('span', {}, stretched ? formatThree(range.max) : '1 nothing shared'),
      element('span', { class: 'dim' }, stretched ? 'NNSTD, scale stretched to what occurs' : 'NNSTD'),
    );
  }

  private showFailures(compared: Compared): void {
    const groups = failureGroups(compared, this.shown?.cells ?? new CellStore(0));
    const reason = compared.status.phase === 'failed' ? compared.status.reason : null;
    this.failuresSection.hidden = groups.length === 0 && reason === null;
    this.failures.replaceChildren(
      ...(reason === null ? [] : [element('li', {}, reason)]),
      ...groups.map((group) => element('li', {}, `${group.pairs}: ${group.reason}`)),
    );
  }
}

/** What chance does to the shown layer, or mean, of a pair of items. */
export function levelOf(
  { compared: { items, rule }, layer }: Pick<ShownMatrix, 'compared' | 'layer'>,
  chance: Chance,
  { row, column }: Place,
): Level | null {
  if (layer.index !== null) return chance.layers.at(layer.index) ?? null;
  return chanceMean(layersOf(items, row, column), rule, chance);
}

const hint = 'Point at a cell to read it; click or press Enter to open the pair.';
