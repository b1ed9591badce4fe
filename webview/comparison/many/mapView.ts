import type { ComparedItem } from '../../../src/protocol/comparison';
import { type MapChoice, mapChoiceSchema } from '../../../src/protocol/manyChoices';
import { button, field, select, setDisabled, setValue } from '../../shared/controls';
import { element, setText } from '../../shared/dom';
import type { Exported, Exporting } from '../../shared/exported';
import type { Theme } from '../../shared/theme';
import { sizedContext } from '../canvasSize';
import './many.css';
import { type MapFrame, mapFrame, type MapView as Seen, moved, wholeView, zoomedAt } from './mapFrame';
import { extentOf, type MapPoint, type TopologyMap } from './mapModel';
import { exportedMap } from './mapExport';
import { paintMap } from './mapPainter';
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
  private drag: { readonly x: number; readonly y: number; moved: boolean } | null = null;

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
    const context = sizedContext(this.canvas, width, height, window.devicePixelRatio);
    context.clearRect(0, 0, width, height);
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

  private pixelOf(event: MouseEvent): { readonly x: number; readonly y: number } {
    const { left, top } = this.plane.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }

  private pointAt(event: MouseEvent): MapPoint | null {
    const { frame } = this;
    if (frame === null) return null;
    const { x, y } = this.pixelOf(event);
    const away = (point: MapPoint): number => Math.hypot(frame.toX(point.x) - x, frame.toY(point.y) - y);
    const near = this.points().reduce<MapPoint | null>(
      (best, point) => (best === null || away(point) < away(best) ? point : best),
      null,
    );
    return near !== null && away(near) <= reach ? near : null;
  }

  private listen(): void {
    const { plane } = this;
    plane.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      plane.setPointerCapture(event.pointerId);
      this.drag = { ...this.pixelOf(event), moved: false };
    });
    plane.addEventListener('pointermove', (event) => {
      const { drag, frame } = this;
      if (drag === null || frame === null) {
        this.events.onLook(this.pointAt(event)?.item ?? null);
        return;
      }
      const to = this.pixelOf(event);
      const [across, down] = [to.x - drag.x, to.y - drag.y];
      // A hand that clicks moves a little.
      if (!drag.moved && Math.hypot(across, down) < 4) return;
      this.drag = { ...to, moved: true };
      this.see(moved(frame, this.view(), across, down));
    });
    plane.addEventListener('pointerup', () => {
      const wasDragged = this.drag?.moved ?? false;
      this.drag = wasDragged ? this.drag : null;
    });
    plane.addEventListener('pointerleave', () => {
      this.events.onLook(null);
    });
    plane.addEventListener('click', (event) => {
      const wasDragged = this.drag !== null;
      this.drag = null;
      const point = wasDragged ? null : this.pointAt(event);
      if (point === null || event.detail > 1) return;
      this.before = this.shown?.selected ?? null;
      this.select(point.item);
    });
    plane.addEventListener('dblclick', (event) => {
      const point = this.pointAt(event);
      const { before } = this;
      if (point === null || before === null || before === point.item) return;
      this.events.onSelect(before);
      this.events.onOpen(point.item);
    });
    plane.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        this.zoom(Math.exp(-event.deltaY / 400), this.pixelOf(event));
      },
      { passive: false },
    );
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

  /** Left and right along a run, up and down from run to run; whether the key means something here. */
  private key(key: string): boolean {
    const { shown, frame } = this;
    if (shown === null || frame === null) return false;
    const { trajectories } = shown.map;
    const run = Math.max(
      0,
      trajectories.findIndex(({ points }) => points.some(({ item }) => item === this.active)),
    );
    const { points } = trajectories[run];
    const at = points.findIndex(({ item }) => item === this.active);
    const middle = { x: frame.width / 2, y: frame.height / 2 };
    const steps: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => {
        this.walk(points[Math.max(0, at - 1)]);
      },
      ArrowRight: () => {
        this.walk(points[Math.min(points.length - 1, at + 1)]);
      },
      ArrowUp: () => {
        this.walkRun(trajectories[(run + trajectories.length - 1) % trajectories.length].points, at);
      },
      ArrowDown: () => {
        this.walkRun(trajectories[(run + 1) % trajectories.length].points, at);
      },
      ' ': () => {
        if (this.active !== null) this.select(this.active);
      },
      Enter: () => {
        if (this.active !== null) this.events.onOpen(this.active);
      },
      '+': () => {
        this.zoom(zoomStep, middle);
      },
      '-': () => {
        this.zoom(1 / zoomStep, middle);
      },
      '0': () => {
        this.see(null);
      },
    };
    const step = steps[key];
    step?.();
    return step !== undefined;
  }

  private walkRun(points: readonly MapPoint[], at: number): void {
    this.walk(points[Math.min(points.length - 1, Math.max(0, at))]);
  }

  private walk(point: MapPoint): void {
    this.active = point.item;
    this.events.onLook(point.item);
    this.describe();
  }
}
