import type { Span } from '../../src/protocol/matrix';
import type { Chance } from '../../src/protocol/uncertainty';
import { formatColour } from '../shared/colour';
import { setPressed, toggle } from '../shared/controls';
import { element, setText } from '../shared/dom';
import { formatThree } from '../shared/format';
import { oncePerFrame } from '../shared/frameScheduler';
import { LayerTabs } from '../shared/layerTabs';
import { measureSentence } from '../shared/measureTexts';
import type { Theme } from '../shared/theme';
import { type AskChance, CellChance } from './cellChance';
import { CellStore } from './cellStore';
import { heatLayout } from './heatLayout';
import { HeatMap, type Place } from './heatMap';
import { type HeatScale, heatScale } from './heatScale';
import { ItemsView } from './itemsView';
import {
  describeCell,
  failureGroups,
  heatCell,
  heatValues,
  type HeatValues,
  type ScaleRange,
  stretchedRange,
  tabsOf,
  wholeRange,
} from './matrixModel';
import type { Compared } from './model';
import { chanceMean, layersOf, type Level } from './pairMean';

export interface MatrixEvents {
  readonly onLayer: (layer: number | null) => void;
  readonly onOpen: (a: string, b: string) => void;
  readonly askChance: AskChance;
  /** Another part of a matrix that is being computed is on screen. */
  readonly onFocus: (rows: Span, columns: Span) => void;
}

const swatches = 40;

/** Three or more checkpoints: all distances at a glance, each to be read and opened. */
export class MatrixView {
  private readonly tabs: LayerTabs;
  private readonly heat: HeatMap;
  private readonly chance: CellChance;
  private readonly readout = element('p', { class: 'readout', 'data-part': 'readout' });
  private readonly stretch = toggle('Stretched scale', () => {
    this.stretched = !this.stretched;
    this.draw();
  });
  private readonly share = toggle('Share of chance', () => {
    this.chance.want(!this.chance.isWanted, this.lookedAt);
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
  private readonly items = new ItemsView();
  private readonly measure = element('p', { class: 'dim measure-line' });
  readonly root: HTMLElement;
  private compared: Compared | null = null;
  private cells = new CellStore(0);
  private values: HeatValues | null = null;
  private layer: number | null = null;
  private layerLabel = '';
  private theme: Theme | null = null;
  private stretched = false;
  private lookedAt: Place | null = null;
  private measured = '';
  private focused = '';

  constructor(private readonly events: MatrixEvents) {
    this.tabs = new LayerTabs('heat-panel', events.onLayer);
    this.chance = new CellChance(events.askChance, () => {
      this.read();
    });
    this.heat = new HeatMap({
      onLook: (at) => {
        this.lookedAt = at;
        this.chance.rest(at);
        this.read();
      },
      onOpen: ({ row, column }) => {
        const [a, b] = row < column ? [row, column] : [column, row];
        const items = this.compared?.items;
        if (items !== undefined) events.onOpen(items[a].path, items[b].path);
      },
      onScroll: oncePerFrame(() => {
        this.focus();
      }),
    });
    this.share.title =
      'While a cell is pointed at or focused, computes how far two unrelated networks like its two are apart.';
    setText(this.readout, hint);
    this.root = element(
      'div',
      { class: 'matrix' },
      this.tabs.root,
      element(
        'div',
        { class: 'matrix-body' },
        element(
          'div',
          { class: 'matrix-main' },
          element('div', { class: 'heat-scale' }, this.legend, element('div', {}, this.share, this.stretch)),
          this.readout,
          this.heat.root,
          this.measure,
          this.failuresSection,
        ),
        this.items.root,
      ),
    );
    new ResizeObserver(() => {
      this.draw();
    }).observe(this.root);
  }

  update(compared: Compared, cells: CellStore, layer: number | null, theme: Theme): void {
    this.compared = compared;
    this.cells = cells;
    this.theme = theme;
    const tabs = tabsOf(compared);
    this.layer = tabs.some((tab) => tab.layer === layer) ? layer : null;
    this.layerLabel = tabs.find((tab) => tab.layer === this.layer)!.label;
    this.tabs.update(tabs, this.layer);
    this.values = heatValues(compared, cells, this.layer);
    setText(this.measure, measureSentence(compared.measure));
    const measured = JSON.stringify(compared.measure);
    if (measured !== this.measured) {
      this.measured = measured;
      this.chance.forget();
    }
    this.draw();
    this.focus();
    this.showFailures(compared);
    this.items.update(compared);
  }

  private draw(): void {
    const { compared, values, theme } = this;
    if (compared === null || values === null || theme === null || !this.root.isConnected) return;
    const labels = compared.items.map(({ label }) => label);
    const longest = labels.reduce((most, { length }) => Math.max(most, length), 0);
    const range = this.stretched ? stretchedRange(values) : wholeRange;
    const scale = heatScale(theme.background, theme.blue, theme.foreground);
    const layout = heatLayout(labels.length, this.root.clientWidth, longest);
    this.heat.update({ values, layout, range, scale, theme }, labels);
    setPressed(this.stretch, this.stretched);
    setPressed(this.share, this.chance.isWanted);
    this.showLegend(range, scale);
    this.read();
  }

  /** Says the pair that is looked at; its value may arrive while it is. */
  private read(): void {
    const { compared, values, lookedAt } = this;
    if (compared === null || values === null || lookedAt === null) {
      setText(this.readout, hint);
      return;
    }
    const { row, column } = lookedAt;
    const cell = heatCell(values, this.cells, row, column);
    const words = describeCell(compared, row, column, this.layerLabel, cell);
    const value = cell.kind === 'value' ? cell.value : null;
    const chance = this.chance.text(lookedAt, value, (level) => this.levelOf(level, lookedAt));
    const text = chance === '' ? words : `${words} · ${chance}`;
    setText(this.readout, text);
    this.heat.describe(text);
  }

  private levelOf(chance: Chance, { row, column }: Place): Level | null {
    if (this.layer !== null) return chance.layers.at(this.layer) ?? null;
    const { items, rule } = this.compared!;
    return chanceMean(layersOf(items, row, column), rule, chance);
  }

  /** Tells which part is on screen, where that is not all. */
  private focus(): void {
    const { compared } = this;
    if (compared?.status.phase !== 'running') return;
    const part = this.heat.visible();
    if (part === null) return;
    const { rows, columns } = part;
    const key = JSON.stringify(part);
    const all = [0, compared.items.length].join();
    if (key === this.focused || (rows.join() === all && columns.join() === all)) return;
    this.focused = key;
    this.events.onFocus(rows, columns);
  }

  private showLegend(range: ScaleRange, scale: HeatScale): void {
    this.legend.replaceChildren(
      element('span', {}, this.stretched ? formatThree(range.min) : '0 same'),
      element(
        'span',
        { class: 'heat-swatches', 'aria-hidden': 'true' },
        ...Array.from({ length: swatches }, (_, k) => {
          const swatch = element('span');
          swatch.style.background = formatColour(scale.colour(k / (swatches - 1)));
          return swatch;
        }),
      ),
      element('span', {}, this.stretched ? formatThree(range.max) : '1 nothing shared'),
      element('span', { class: 'dim' }, this.stretched ? 'NNSTD, scale stretched to what occurs' : 'NNSTD'),
    );
  }

  private showFailures(compared: Compared): void {
    const groups = failureGroups(compared, this.cells);
    const reason = compared.status.phase === 'failed' ? compared.status.reason : null;
    this.failuresSection.hidden = groups.length === 0 && reason === null;
    this.failures.replaceChildren(
      ...(reason === null ? [] : [element('li', {}, reason)]),
      ...groups.map((group) => element('li', {}, `${group.pairs}: ${group.reason}`)),
    );
  }
}

const hint = 'Point at a cell to read it; click or press Enter to open the pair.';
