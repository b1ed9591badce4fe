import type { ArrangementMethods } from '../../../src/protocol/arrangement';
import type { ManyChoices } from '../../../src/protocol/manyChoices';
import type { Client } from '../../../src/protocol/rpc';
import { element } from '../../shared/dom';
import { type Exporting, isExporting } from '../../shared/exported';
import { formatShare, noValue, plural } from '../../shared/format';
import { LayerTabs } from '../../shared/layerTabs';
import { runCodes } from '../../shared/runCode';
import type { Theme } from '../../shared/theme';
import type { CellStore } from '../cellStore';
import { ItemsView } from '../itemsView';
import { type HeatValues, heatValues, tabsOf } from '../matrixModel';
import { levelOf, type MatrixEvents, MatrixView, type ShownMatrix } from '../matrixView';
import type { Compared } from '../model';
import { Arrangements } from './arrangements';
import { completeRows, leftOutWords } from './completeRows';
import { axesOf, classicalPlane, stressPlane, topologyMap, type TopologyMap } from './mapModel';
import { MapPlot } from './mapView';
import { NeighbourChance } from './neighbourChance';
import { type Neighbour, neighbours } from './neighbours';
import { NeighboursView } from './neighboursView';
import { orderByRun, orderByTree } from './rowOrder';
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
  private readonly tabs: LayerTabs;
  private readonly matrix: MatrixView;
  private readonly map: MapPlot;
  private readonly neighbours: NeighboursView;
  private readonly chance: NeighbourChance;
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
  private wantsShare = false;
  private chanceOf = '';

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
    this.chance = new NeighbourChance(events.askChance, redraw);
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
      onShare: (wanted) => {
        this.wantsShare = wanted;
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
    this.neighbours = new NeighboursView({
      onLook: (item) => {
        const selected = this.selected();
        look(item === null || selected === null ? [] : [selected, item]);
      },
      onOpen: openWithSelected,
      onSelect: select,
      onListed: redraw,
    });
    this.root = element(
      'div',
      { class: 'many' },
      element('div', { class: 'wide' }, this.tabs.root),
      this.matrix.root,
      element('div', { class: 'map-side' }, this.map.root, this.neighbours.root),
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
    this.draw();
  }

  /** What of this panel can be exported as it stands. */
  exports(): readonly Exporting[] {
    return [this.matrix, this.map, this.neighbours, this.items].filter(isExporting);
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
    const shown: ShownMatrix = {
      compared,
      cells,
      values,
      layer,
      ...this.rowOrder(compared),
      chosen: choices,
      theme,
    };
    this.matrix.update(shown);
    const map = this.mapOf(compared);
    this.map.update(
      map === null ? null : { map, items: compared.items, looked: this.looked, selected: this.selected() },
      this.mapWords(compared, whole, map),
      choices,
      theme,
    );
    this.listNeighbours(shown, values);
  }

  private rowOrder(compared: Compared): Pick<ShownMatrix, 'order' | 'clustering'> {
    const found = this.choices.order === 'clustered' ? this.arrangements.clustering(compared.items) : null;
    if (found === null) return { order: orderByRun(compared.items), clustering: null };
    return {
      order: orderByTree(compared.items.length, found.items, found.result.order),
      clustering: found.result,
    };
  }

  private mapOf({ items }: Compared): TopologyMap | null {
    const choice = this.choices.map;
    if (choice === 'stress') {
      const found = this.arrangements.stressMap(items);
      if (found === null) return null;
      return topologyMap(items, found.items, stressPlane(found.result, found.items.length), this.codes);
    }
    const found = this.arrangements.classicalMap(items);
    if (found === null) return null;
    const plane = classicalPlane(found.result, axesOf(choice), found.items.length);
    return topologyMap(items, found.items, plane, this.codes);
  }

  private mapWords(
    { items, status }: Compared,
    whole: ReturnType<typeof completeRows>,
    map: TopologyMap | null,
  ): string {
    if (this.arrangements.problem !== null) return this.arrangements.problem;
    if (map === null) {
      if (whole.rows.length > 2) return 'Being computed…';
      return status.phase === 'running'
        ? 'A map needs three checkpoints with all their distances; they are being computed.'
        : 'A map needs three checkpoints with all their distances.';
    }
    const words = leftOutWords(whole.leftOut, items);
    const signs = '○ first · ● last checkpoint of a run';
    return words === ''
      ? signs
      : `${signs} · ${plural(whole.leftOut.length, 'checkpoint')} left out: ${words}`;
  }

  private listNeighbours(shown: ShownMatrix, values: HeatValues): void {
    const { compared, cells } = shown;
    const selected = this.selected();
    const all = selected === null ? [] : neighbours(compared.items, values, cells, selected);
    const chanceKey = JSON.stringify([compared.measure, compared.items.map(({ path }) => path)]);
    if (chanceKey !== this.chanceOf) {
      this.chanceOf = chanceKey;
      this.chance.forget();
    }
    const pairOf = ({ item }: Neighbour) => ({ row: selected!, column: item });
    if (this.wantsShare && selected !== null) {
      this.chance.want(
        this.neighbours
          .listed(all)
          .filter(({ cell }) => cell.kind === 'value' && cell.value !== null)
          .map(pairOf),
      );
    }
    const chanceOf = (neighbour: Neighbour): string => {
      const { cell } = neighbour;
      const value = cell.kind === 'value' ? cell.value : null;
      if (value === null) return noValue;
      return this.chance.text(pairOf(neighbour), (chance) => {
        const level = levelOf(shown, chance, pairOf(neighbour));
        return level === null || level.mean === 0 ? noValue : formatShare(value / level.mean);
      });
    };
    this.neighbours.update(compared.items, selected, all, this.wantsShare ? chanceOf : null);
  }
}
