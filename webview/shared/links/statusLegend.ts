import type { ChangeCode } from '../changeCode';
import { traceShape } from '../changeShape';
import { element, setAttribute, setText } from '../dom';
import { formatCount } from '../format';
import type { Theme } from '../theme';

export interface StatusEntry {
  readonly label: string;
  readonly code: ChangeCode;
  /** Null while it is not known. */
  readonly count: number | null;
  readonly shown: boolean;
}

const side = 11;

/** A toggle for each status of links, with its shape and its count. */
export class StatusLegend {
  readonly root = element('div', { class: 'legend', role: 'group', 'aria-label': 'Links shown' });
  private readonly entries: readonly {
    readonly toggle: HTMLButtonElement;
    readonly sample: HTMLCanvasElement;
    readonly label: HTMLElement;
    readonly count: HTMLElement;
  }[];

  constructor(onToggle: (status: number) => void) {
    this.entries = [0, 1, 2].map((status) => {
      const sample = element('canvas', { 'aria-hidden': 'true', class: 'link-sample' });
      const label = element('span');
      const count = element('span', { class: 'link-count' });
      const toggle = element('button', { type: 'button', class: 'legend-entry' }, sample, label, count);
      toggle.addEventListener('click', () => {
        onToggle(status);
      });
      return { toggle, sample, label, count };
    });
    this.root.append(...this.entries.map(({ toggle }) => toggle));
  }

  update(entries: readonly StatusEntry[], theme: Theme): void {
    this.entries.forEach(({ toggle, sample, label, count }, status) => {
      const entry = entries.at(status);
      toggle.hidden = entry === undefined;
      if (entry === undefined) return;
      setText(label, entry.label);
      setText(count, formatCount(entry.count));
      setAttribute(toggle, 'aria-pressed', String(entry.shown));
      setAttribute(toggle, 'title', `Show or hide: ${entry.label}`);
      setAttribute(toggle, 'data-status', entry.label);
      paintSample(sample, entry, theme);
    });
  }
}

function paintSample(canvas: HTMLCanvasElement, { code, shown }: StatusEntry, theme: Theme): void {
  const ratio = devicePixelRatio;
  canvas.width = side * ratio;
  canvas.height = side * ratio;
  const context = canvas.getContext('2d')!;
  context.scale(ratio, ratio);
  context.globalAlpha = shown ? 1 : 0.35;
  paintShape(context, code, theme, side / 2, side / 2);
}

function paintShape(
  context: CanvasRenderingContext2D,
  code: ChangeCode,
  theme: Theme,
  x: number,
  y: number,
): void {
  context.fillStyle = theme.inks[code.ink];
  context.beginPath();
  traceShape(context, code.shape, x, y, side - 2);
  context.fill();
}

/** For an exported picture: the entries that are shown, in one line from (`left`, `middle`) on. */
export function paintStatusLegend(
  context: CanvasRenderingContext2D,
  entries: readonly StatusEntry[],
  theme: Theme,
  left: number,
  middle: number,
): void {
  context.font = `12px ${theme.fontFamily}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  let x = left;
  for (const entry of entries.filter(({ shown }) => shown)) {
    paintShape(context, entry.code, theme, x + side / 2, middle);
    const text = `${entry.label} ${formatCount(entry.count)}`;
    context.fillStyle = theme.inks.foreground;
    context.fillText(text, x + side + 5, middle);
    x += side + 5 + context.measureText(text).width + 18;
  }
}
