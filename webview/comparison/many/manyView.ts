import type { ArrangementMethods } from '../../../src/protocol/arrangement';
import type { ManyChoices } from '../../../src/protocol/manyChoices';
import type { Client } from '../../../src/protocol/rpc';
import { element } from '../../shared/dom';
import type { Exporting } from '../../shared/exported';
import { LayerTabs } from '../../shared/layerTabs';
import { Notice } from '../../shared/notice';
import { runCodes } from '../../shared/runCode';
import type { Theme } from '../../shared/theme';
import type { CellStore } from '../cellStore';
import { ItemsView } from '../itemsView';
import { heatValues, tabsOf } from '../matrixModel';
import { type MatrixEvents, MatrixView, type ShownMatrix } from '../matrixView';
import type { Compared } from '../model';
import { Arrangements } from './arrangements';
import { completeRows } from './completeRows';
import { mapOfItems, mapWords } from './mapOfItems';
import { MapPlot } from './mapView';
import { Nearest } from './nearest';
import { nothingCompared } from './nothingCompared';
import { orderOf } from './rowOrder';
import { type SelectionEvents, SelectionView } from './selectionView';

export interface ManyEvents extends Pick<MatrixEvents, 'onOpen' | 'askChance' | 'onFocus'> {
  readonly arrange: Client<ArrangementMethods>['request'];
  readonly selection: SelectionEvents;
  readonly onLayer: (layer: number | null) => void;
  /** To be kept over a reload. */
  readonly onChoices: (choices: ManyChoices) => void;
}

/** Three or more checkpoints: their distances as a heat map and as a map, who is near whom, and which they are. */
export class ManyView {
  private readonly notice = new Notice();
  private readonly tabs: LayerTabs;
  private readonly matrix: MatrixView;
  private readonly map: MapPlot;
  private readonly nearest: Nearest;
  private readonly selection: SelectionView;
  private readonly items = new ItemsView();
  private readonly arrangements: Arrangements;
  readonly root: HTMLElement;
  private compared: Compared | null = null;
  private cells: CellStore | null = null;
  private layer: number | null = null;
  private theme: Theme | null = null;
  private codes: ReturnType<typeof runCodes> = new Map();
  private looked: readonly number[] = [];

  constructor(
    private choices: ManyChoices,
    private readonly events: ManyEvents,
  ) {
    const redraw = (): void => {
      this.draw();
    };
    const look = (items: readonly number[]): void => {
      this.looked = items;
      this.matrix.link(items);
      this.map.look(items);
    };
    this.tabs = new LayerTabs('heat-panel', events.onLayer);
    this.arrangements = new Arrangements(events.arrange, redraw);
    this.selection = new SelectionView(events.selection);
    this.matrix = new MatrixView({
      ...events,
      onLook: look,
      onOrder: (order) => {
        this.choose({ order });
      },
      onStretch: (stretched) => {
        this.choose({ stretched });
      },
      onLarger: (larger) => {
        this.choose({ larger });
      },
      onShare: (wanted) => {
        this.nearest.wantShare(wanted);
        this.draw();
      },
    });
    const openWithSelected = (item: number): void => {
      const selected = this.selected();
      const { items } = this.compared!;
      if (selected !== null && selected !== item) {
        const [a, b] = selected < item ? [selected, item] : [item, selected];
        events.onOpen(items[a].path, items[b].path);
      }
    };
    const select = (item: number): void => {
      this.choose({ selected: this.compared!.items[item].path });
    };
    this.map = new MapPlot({
      onLook: (item) => {
        look(item === null ? [] : [item]);
      },
      onSelect: select,
      onOpen: openWithSelected,
      onChoose: (map) => {
        this.choose({ map, view: null });
      },
      onSeen: (view) => {
        // The map shows it already.
        this.keep({ view });
      },
    });
    this.nearest = new Nearest({
      askChance: events.askChance,
      onLook: (item) => {
        const selected = this.selected();
        look(item === null || selected === null ? [] : [selected, item]);
      },
      onOpen: openWithSelected,
      onSelect: select,
      onChange: redraw,
    });
    this.root = element(
      'div',
      { class: 'many' },
      element('div', { class: 'wide' }, this.notice.root, this.tabs.root),
      this.matrix.root,
      this.map.root,
      this.nearest.root,
      this.selection.root,
      this.items.root,
    );
  }

  update(compared: Compared, cells: CellStore, layer: number | null, theme: Theme): void {
    this.compared = compared;
    this.cells = cells;
    this.layer = layer;
    this.theme = theme;
    this.codes = runCodes(
      compared.items.map(({ run }) => run.path),
      this.codes,
    );
    this.selection.update(compared.items, compared.follow);
    this.items.update(compared);
    const nothing = nothingCompared(compared, cells);
    this.notice.update(nothing, [], false);
    this.nearest.root.hidden = nothing !== null;
    this.draw();
  }

  /** What of this panel can be exported as it stands. */
  exports(): readonly Exporting[] {
    return [this.matrix, this.map, this.nearest, this.selection, this.items];
  }

  /** Checkpoints came to the runs or went. */
  runsChanged(): void {
    this.selection.refresh();
  }

  private choose(change: Partial<ManyChoices>): void {
    this.keep(change);
    this.draw();
  }

  private keep(change: Partial<ManyChoices>): void {
    this.choices = { ...this.choices, ...change };
    this.events.onChoices(this.choices);
  }

  private selected(): number | null {
    const at = this.compared?.items.findIndex(({ path }) => path === this.choices.selected) ?? -1;
    return at === -1 ? null : at;
  }

  private draw(): void {
    const { compared, cells, choices, theme } = this;
    if (compared === null || cells === null || theme === null) return;
    const tabs = tabsOf(compared);
    const index = tabs.some((tab) => tab.layer === this.layer) ? this.layer : null;
    const layer = { index, label: tabs.find((tab) => tab.layer === index)!.label };
    this.tabs.update(tabs, index);
    const values = heatValues(compared, cells, index);
    const whole = completeRows(values);
    this.arrangements.want(
      compared.items.map(({ path }) => path),
      whole,
      { clustering: choices.order === 'clustered', map: choices.map },
    );
    const clustering = this.arrangements.clustering(compared.items);
    const shown: ShownMatrix = {
      compared,
      cells,
      values,
      layer,
      ...orderOf(compared.items, choices.order === 'clustered' ? clustering : null),
      chosen: choices,
      theme,
    };
    this.matrix.update(shown);
    const selected = this.selected();
    const map = mapOfItems(compared.items, this.arrangements, choices.map, this.codes);
    this.map.update(
      map === null ? null : { map, items: compared.items, looked: this.looked, selected },
      this.arrangements.problem ?? mapWords(compared, whole, map),
      choices,
      theme,
    );
    this.nearest.update(shown, selected);
  }
}
