import type { ComparedItem } from '../../../src/protocol/comparison';
import { type MapChoice, mapChoiceSchema } from '../../../src/protocol/manyChoices';
import { button, field, select, setDisabled, setValue } from '../../shared/controls';
import { element, setText } from '../../shared/dom';
import type { Exported, Exporting } from '../../shared/exported';
import { fitCanvas } from '../../shared/fitCanvas';
import type { Theme } from '../../shared/theme';
import './many.css';
import { type MapFrame, mapFrame, type MapView as Seen, moved, wholeView, zoomedAt } from './mapFrame';
import { extentOf, type MapPoint, type TopologyMap } from './mapModel';
import { exportedMap } from './mapExport';
import { listenOnMap } from './mapGestures';
import { paintMap } from './mapPainter';
import { nearestPoint, walkedTo } from './mapWalk';
import { RunLegend } from './runLegend';

export interface MapEvents {
  readonly onLook: (item: number | null) => void;
  readonly onSelect: (item: number) => void;
  /** Of a point with the selected one. */
  readonly onOpen: (item: number) => void;
  readonly onChoose: (choice: MapChoice) => void;
  readonly onSeen: (seen: Seen | null) => void;
}

export interface ShownMap {
  readonly map: TopologyMap;
  readonly items: readonly ComparedItem[];
  readonly looked: readonly number[];
  readonly selected: number | null;
}

const optionId = 'map-point';
/** The pointer is on a point that is nearer than this, in pixels. */
const reach = 12;
const zoomStep = 1.3;

/** A map of topology space: zoomed by the wheel, dragged, and walked with the arrow keys. */
export class MapPlot implements Exporting {
  private readonly canvas = element('canvas', { 'aria-hidden': 'true' });
  private readonly option = element('div', { id: optionId, role: 'option', class: 'map-point' });
  private readonly plane = element(
    'div',
    { class: 'map-plane', role: 'listbox', tabindex: 0, 'aria-label': 'Checkpoints on a map' },
    this.canvas,
    this.option,
  );
  private readonly measure = element('span', { class: 'dim', 'data-part': 'map-measure' });
  private readonly choice = select(
    [
      ['axes12', 'axes 1 · 2'],
      ['axes13', 'axes 1 · 3'],
      ['axes23', 'axes 2 · 3'],
      ['stress', 'least stress'],
    ],
    () => {
      this.events.onChoose(mapChoiceSchema.parse(this.choice.value));
    },
  );
  private readonly reset = button('Show all', { icon: 'screen-normal' }, () => {
    this.see(null);
  });
  private readonly words = element('p', { class: 'dim map-words' });
  private readonly legend = new RunLegend((run) => {
    this.run = run;
    this.draw();
  });
  readonly root = element(
    'section',
    { class: 'map', 'data-part': 'map' },
    element(
      'div',
      { class: 'section-head' },
      element('h2', {}, 'Topology space'),
      this.measure,
      element('span', { class: 'grow' }),
      field('Map', this.choice),
      this.reset,
    ),
    this.words,
    this.plane,
    this.legend.root,
  );
  private shown: ShownMap | null = null;
  private theme: Theme | null = null;
  private frame: MapFrame | null = null;
  private seen: Seen | null = null;
  private run: string | null = null;
  private active: number | null = null;
  /** What was selected before the last click, which may be the first of two. */
  private before: number | null = null;

  constructor(private readonly events: MapEvents) {
    this.measure.title =
      'Of all that the distances say, so much is seen on these two axes. What fits no map are distances that no points of any space are apart by (negative eigenvalues).';
    this.listen();
    new ResizeObserver(() => {
      this.draw();
    }).observe(this.plane);
  }

  /** `map` is null where there is none; `words` say why, or what is left out. */
  update(
    shown: ShownMap | null,
    words: string,
    chosen: { readonly map: MapChoice; readonly view: Seen | null },
    theme: Theme,
  ): void {
    this.shown = shown;
    this.theme = theme;
    this.seen = chosen.view;
    setValue(this.choice, chosen.map);
    setText(this.measure, shown?.map.measure ?? '');
    setText(this.words, words);
    this.plane.hidden = shown === null;
    this.legend.update(shown?.map.trajectories ?? []);
    this.draw();
  }

  /** What is pointed at, here or elsewhere. */
  look(items: readonly number[]): void {
    if (this.shown === null) return;
    this.shown = { ...this.shown, looked: items };
    this.draw();
  }

  exported(): Exported | null {
    return this.shown === null ? null : exportedMap({ ...this.shown, run: null }, this.seen);
  }

  private draw(): void {
    const { shown, theme } = this;
    setDisabled(this.reset, this.seen === null);
    const { clientWidth: width, clientHeight: height } = this.plane;
    if (shown === null || theme === null || width === 0) return;
    this.frame = mapFrame(extentOf(shown.map), this.seen, width, height);
    const context = fitCanvas(this.canvas, width, height);
    paintMap(context, { ...shown, run: this.run }, this.frame, theme);
    this.describe();
  }

  /** Puts the one option of the list where the point is that the keys stand on. */
  private describe(): void {
    const points = this.points();
    const at = Math.max(
      0,
      points.findIndex(({ item }) => item === this.active),
    );
    const point = points.at(at);
    if (point === undefined || this.frame === null || this.shown === null) return;
    this.option.style.left = `${String(this.frame.toX(point.x))}px`;
    this.option.style.top = `${String(this.frame.toY(point.y))}px`;
    this.option.ariaLabel = this.shown.items[point.item].label;
    this.option.ariaSelected = String(point.item === this.shown.selected);
    this.option.ariaPosInSet = String(at + 1);
    this.option.ariaSetSize = String(points.length);
    this.plane.setAttribute('aria-activedescendant', optionId);
  }

  private points(): readonly MapPoint[] {
    return this.shown?.map.trajectories.flatMap(({ points }) => points) ?? [];
  }

  private see(seen: Seen | null): void {
    this.seen = seen;
    this.draw();
    this.events.onSeen(seen);
  }

  private view(): Seen {
    return this.seen ?? wholeView(extentOf(this.shown!.map));
  }

  private zoom(factor: number, pixel: { readonly x: number; readonly y: number }): void {
    if (this.frame !== null) this.see(zoomedAt(this.frame, this.view(), factor, pixel));
  }

  private pointAt(x: number, y: number): MapPoint | null {
    const { frame } = this;
    if (frame === null) return null;
    return nearestPoint(
      this.points(),
      (point) => Math.hypot(frame.toX(point.x) - x, frame.toY(point.y) - y),
      reach,
    );
  }

  private listen(): void {
    const { plane } = this;
    listenOnMap(plane, {
      point: (x, y) => {
        this.events.onLook(this.pointAt(x, y)?.item ?? null);
      },
      leave: () => {
        this.events.onLook(null);
      },
      click: (x, y) => {
        const point = this.pointAt(x, y);
        if (point === null) return;
        this.before = this.shown?.selected ?? null;
        this.select(point.item);
      },
      doubleClick: (x, y) => {
        const point = this.pointAt(x, y);
        const { before } = this;
        if (point === null || before === null || before === point.item) return;
        this.events.onSelect(before);
        this.events.onOpen(point.item);
      },
      drag: (right, down) => {
        if (this.frame !== null) this.see(moved(this.frame, this.view(), right, down));
      },
      zoom: (factor, x, y) => {
        this.zoom(factor, { x, y });
      },
    });
    plane.addEventListener('keydown', (event) => {
      if (this.key(event.key)) event.preventDefault();
    });
    plane.addEventListener('blur', () => {
      this.events.onLook(null);
    });
  }

  private select(item: number): void {
    this.active = item;
    this.events.onSelect(item);
  }

  /** Whether the key means something here. */
  private key(key: string): boolean {
    const { shown, frame } = this;
    if (shown === null || frame === null) return false;
    const middle = { x: frame.width / 2, y: frame.height / 2 };
    const target = walkedTo(shown.map.trajectories, this.active, key);
    // The first point is where the keys stand at first.
    const active = this.active ?? this.points()[0].item;
    if (target !== null) this.walk(target);
    else if (key === ' ') this.select(active);
    else if (key === 'Enter') this.events.onOpen(active);
    else if (key === '+' || key === '=') this.zoom(zoomStep, middle);
    else if (key === '-') this.zoom(1 / zoomStep, middle);
    else if (key === '0') this.see(null);
    else return false;
    return true;
  }

  private walk(point: MapPoint): void {
    this.active = point.item;
    this.events.onLook(point.item);
    this.describe();
  }
}
