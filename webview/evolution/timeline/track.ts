import type { EvolutionPoint } from '../../../src/protocol/evolution';
import { element, setAttribute, svg } from '../../shared/dom';
import { formatEpoch } from '../../shared/format';
import { nearestIndex } from '../../shared/nearestIndex';
import { epochAt, labelsOn, marksOn, positionOn, railOf, type Rail } from './rail';

/** What the two handles stand at, as indices of the stops. */
export interface TrackPlaces {
  readonly shown: number;
  readonly against: number;
}

export type HandleName = keyof TrackPlaces;

export interface TrackListener {
  /** Where a handle was moved to last, drawn or not. */
  place(handle: HandleName): number;
  moved(handle: HandleName, index: number): void;
  /** The space bar. */
  toggled(): void;
}

const keysText = `Arrow keys step, Page Up and Page Down go a tenth of the way, Home and End to the ends, Space plays and pauses.`;
const handleTexts: Readonly<Record<HandleName, { readonly label: string; readonly title: string }>> = {
  shown: { label: 'Shown checkpoint', title: `Shown checkpoint. ${keysText}` },
  against: {
    label: 'Compared with',
    title: `Compared with this checkpoint. ${keysText} Or click on the line while Shift is down.`,
  },
};

/** The rail of the time line: a tick a checkpoint, names where there is room, and two handles for mouse and keys. */
export class Track {
  private readonly ticks = svg('svg', { class: 'track-ticks', 'aria-hidden': 'true' });
  private readonly labels = element('div', { class: 'track-labels', 'aria-hidden': 'true' });
  private readonly span = element('div', { class: 'track-span' });
  private readonly handles: Readonly<Record<HandleName, HTMLElement>>;
  private readonly rail: HTMLElement;
  readonly root: HTMLElement;
  private points: readonly EvolutionPoint[] = [];
  private stops: readonly EvolutionPoint[] = [];
  private epochs: readonly number[] = [];
  private dragged: HandleName | null = null;

  constructor(private readonly listener: TrackListener) {
    this.handles = { against: this.makeHandle('against'), shown: this.makeHandle('shown') };
    this.rail = element(
      'div',
      { class: 'track-rail' },
      this.ticks,
      this.labels,
      this.span,
      this.handles.against,
      this.handles.shown,
    );
    this.root = element('div', { class: 'track' }, this.rail);
    this.followPointer();
    new ResizeObserver(() => {
      this.drawScale();
    }).observe(this.rail);
  }

  update(points: readonly EvolutionPoint[], stops: readonly EvolutionPoint[], places: TrackPlaces): void {
    this.stops = stops;
    if (points !== this.points) {
      this.points = points;
      this.epochs = stops.map(({ epoch }) => epoch);
      this.drawScale();
    }
    const rail = railOf(points);
    const at = {
      shown: this.place('shown', places.shown, rail),
      against: this.place('against', places.against, rail),
    };
    this.span.hidden = places.shown < 0;
    this.span.style.left = percent(Math.min(at.shown, at.against));
    this.span.style.width = percent(Math.abs(at.shown - at.against));
  }

  private place(name: HandleName, index: number, rail: Rail): number {
    const handle = this.handles[name];
    const stop = this.stops.at(index);
    handle.hidden = stop === undefined || index < 0;
    if (stop === undefined) return 0;
    const at = positionOn(rail, stop.epoch);
    handle.style.left = percent(at);
    setAttribute(handle, 'aria-valuemin', 1);
    setAttribute(handle, 'aria-valuemax', this.stops.length);
    setAttribute(handle, 'aria-valuenow', index + 1);
    setAttribute(
      handle,
      'aria-valuetext',
      `epoch ${formatEpoch(stop.epoch)}, checkpoint ${String(index + 1)} of ${String(this.stops.length)}`,
    );
    return at;
  }

  private makeHandle(name: HandleName): HTMLElement {
    const { label, title } = handleTexts[name];
    const handle = element('div', {
      class: `track-handle ${name}`,
      'data-handle': name,
      role: 'slider',
      tabindex: 0,
      'aria-label': label,
      title,
    });
    handle.addEventListener('keydown', (event) => {
      if (event.key === ' ') this.listener.toggled();
      else {
        const to = this.indexAfter(event.key, this.listener.place(name));
        if (to === null) return;
        this.move(name, to);
      }
      event.preventDefault();
    });
    return handle;
  }

  private indexAfter(key: string, at: number): number | null {
    const tenth = Math.max(1, Math.round(this.stops.length / 10));
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: 1,
      ArrowUp: 1,
      ArrowLeft: -1,
      ArrowDown: -1,
      PageUp: tenth,
      PageDown: -tenth,
      Home: -this.stops.length,
      End: this.stops.length,
    };
    return key in steps ? at + steps[key] : null;
  }

  private move(name: HandleName, index: number): void {
    const to = Math.min(this.stops.length - 1, Math.max(0, index));
    if (to >= 0 && to !== this.listener.place(name)) this.listener.moved(name, to);
  }

  private followPointer(): void {
    this.root.addEventListener('pointerdown', (event) => {
      if (event.button !== 0 || this.stops.length === 0) return;
      const grabbed = event.target === this.handles.against || event.shiftKey ? 'against' : 'shown';
      this.dragged = grabbed;
      this.root.setPointerCapture(event.pointerId);
      this.handles[grabbed].focus({ preventScroll: true });
      event.preventDefault();
      this.moveToPointer(event);
    });
    this.root.addEventListener('pointermove', (event) => {
      this.moveToPointer(event);
    });
    for (const end of ['pointerup', 'pointercancel'] as const) {
      this.root.addEventListener(end, () => {
        this.dragged = null;
      });
    }
  }

  private moveToPointer(event: PointerEvent): void {
    if (this.dragged === null) return;
    const { left, width } = this.rail.getBoundingClientRect();
    const epoch = epochAt(railOf(this.points), (event.clientX - left) / width);
    this.move(this.dragged, nearestIndex(this.epochs, epoch));
  }

  private drawScale(): void {
    const length = this.rail.clientWidth;
    if (length === 0) return;
    const rail = railOf(this.points);
    this.ticks.replaceChildren(
      ...marksOn(rail, this.points, length).map(({ at, kind }) =>
        svg('line', { class: kind, x1: percent(at), x2: percent(at), y1: 0, y2: '100%' }),
      ),
    );
    const widthOf = textWidth(getComputedStyle(this.labels));
    this.labels.replaceChildren(
      ...labelsOn(rail, this.points, length, widthOf).map(({ at, text }) => {
        const label = element('span', {}, text);
        label.style.left = percent(at);
        return label;
      }),
    );
  }
}

function percent(share: number): string {
  return `${String(100 * share)}%`;
}

function textWidth({ font }: CSSStyleDeclaration): (text: string) => number {
  const context = element('canvas').getContext('2d')!;
  context.font = font;
  return (text) => context.measureText(text).width;
}
