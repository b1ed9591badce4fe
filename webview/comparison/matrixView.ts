import type { ComparisonSnapshot } from '../../src/protocol/comparison';
import { formatColour } from '../shared/colour';
import { element, setAttribute, setText } from '../shared/dom';
import { formatThree } from '../shared/format';
import { measureSentence } from '../shared/measureTexts';
import type { Theme } from '../shared/theme';
import { HeatMap } from './heatMap';
import { heatScale } from './heatScale';
import type { HeatScale } from './heatScale';
import { ItemsView } from './itemsView';
import type { HeatCell, ScaleRange } from './matrixModel';
import {
  describeCell,
  failureGroups,
  heatCells,
  heatLayout,
  stretchedRange,
  tabsOf,
  wholeRange,
} from './matrixModel';
import { LayerTabs } from './tabs';

export interface MatrixEvents {
  readonly onLayer: (layer: number | null) => void;
  readonly onOpen: (a: string, b: string) => void;
}

const swatches = 40;

/** Three or more checkpoints: all distances at a glance, each to be read and opened. */
export class MatrixView {
  private readonly tabs: LayerTabs;
  private readonly heat: HeatMap;
  private readonly panel: HTMLElement;
  private readonly readout = element('p', { class: 'readout', 'data-part': 'readout' });
  private readonly stretch = element(
    'button',
    { type: 'button', class: 'action', 'aria-pressed': 'false' },
    'Stretched scale',
  );
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
  private snapshot: ComparisonSnapshot | null = null;
  private cells: readonly (readonly HeatCell[])[] = [];
  private layer: number | null = null;
  private layerLabel = '';
  private theme: Theme | null = null;
  private stretched = false;
  private lookedAt: { readonly row: number; readonly column: number } | null = null;

  constructor(events: MatrixEvents) {
    this.tabs = new LayerTabs(events.onLayer);
    this.heat = new HeatMap({
      onLook: (at) => {
        this.lookedAt = at;
        this.read();
      },
      onOpen: (row, column) => {
        const items = this.snapshot?.items;
        if (items === undefined) return;
        const [a, b] = row < column ? [row, column] : [column, row];
        events.onOpen(items[a].path, items[b].path);
      },
    });
    this.panel = element('div', { class: 'scroll-x', id: 'heat-panel', role: 'tabpanel' }, this.heat.root);
    setText(this.readout, hint);
    this.stretch.addEventListener('click', () => {
      this.stretched = !this.stretched;
      this.draw();
    });
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
          element('div', { class: 'heat-scale' }, this.legend, this.stretch),
          this.readout,
          this.panel,
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

  update(snapshot: ComparisonSnapshot, layer: number | null, theme: Theme): void {
    this.snapshot = snapshot;
    this.theme = theme;
    const tabs = tabsOf(snapshot);
    this.layer = tabs.some((tab) => tab.layer === layer) ? layer : null;
    this.layerLabel = tabs.find((tab) => tab.layer === this.layer)!.label;
    this.tabs.update(tabs, this.layer);
    this.cells = heatCells(snapshot, this.layer);
    setText(this.measure, measureSentence(snapshot.measure));
    this.draw();
    this.showFailures(snapshot);
    this.items.update(snapshot);
  }

  private draw(): void {
    const { snapshot, theme } = this;
    if (snapshot === null || theme === null || !this.root.isConnected) return;
    const labels = snapshot.items.map(({ label }) => label);
    const longest = labels.reduce((most, { length }) => Math.max(most, length), 0);
    const range = this.stretched ? stretchedRange(this.cells) : wholeRange;
    const scale = heatScale(theme.background, theme.blue, theme.foreground);
    this.heat.update({
      labels,
      cells: this.cells,
      layout: heatLayout(labels.length, this.root.clientWidth, longest),
      range,
      scale,
      describe: (row, column) =>
        describeCell(snapshot, row, column, this.layerLabel, this.cells[row][column]),
      context: `${this.layerLabel}|${snapshot.status.phase}`,
    });
    setAttribute(this.stretch, 'aria-pressed', String(this.stretched));
    this.showLegend(range, scale);
    this.read();
  }

  /** Says the pair that is pointed at; its value may arrive while it is. */
  private read(): void {
    const at = this.lookedAt;
    setText(this.readout, at === null ? hint : this.heat.describe(at.row, at.column));
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

  private showFailures(snapshot: ComparisonSnapshot): void {
    const groups = failureGroups(snapshot);
    const reason = snapshot.status.phase === 'failed' ? snapshot.status.reason : null;
    this.failuresSection.hidden = groups.length === 0 && reason === null;
    this.failures.replaceChildren(
      ...(reason === null ? [] : [element('li', {}, reason)]),
      ...groups.map((group) => element('li', {}, `${group.pairs}: ${group.reason}`)),
    );
  }
}

const hint = 'Point at a cell to read it; click or press Enter to open the pair.';
