import { element, setAttribute, svg } from './dom';
import type { LegendEntry, LineCode } from './layerCode';

/** The legend of a panel: a toggle for each line, said once for all charts. */
export class Legend {
  readonly root = element('div', {
    class: 'legend',
    role: 'group',
    'aria-label': 'Lines shown in the charts',
  });
  private shown = '';
  private readonly buttons = new Map<string, HTMLButtonElement>();

  constructor(private readonly onToggle: (id: string) => void) {}

  update(entries: readonly LegendEntry[], hidden: ReadonlySet<string>): void {
    const key = JSON.stringify(entries);
    if (key !== this.shown) {
      this.shown = key;
      this.rebuild(entries);
    }
    for (const [id, toggle] of this.buttons) setAttribute(toggle, 'aria-pressed', String(!hidden.has(id)));
  }

  private rebuild(entries: readonly LegendEntry[]): void {
    const focused = [...this.buttons].find(([, toggle]) => toggle === document.activeElement)?.[0];
    this.buttons.clear();
    let group = entries.at(0)?.group;
    for (const entry of entries) {
      const toggle = element(
        'button',
        {
          type: 'button',
          class: entry.group === group ? 'legend-entry' : 'legend-entry apart',
          'data-series': entry.id,
          title: `Show or hide: ${entry.label}`,
        },
        lineSample(entry.code),
        element('span', {}, entry.label),
      );
      toggle.addEventListener('click', () => {
        this.onToggle(entry.id);
      });
      group = entry.group;
      this.buttons.set(entry.id, toggle);
    }
    this.root.replaceChildren(...this.buttons.values());
    if (focused !== undefined) this.buttons.get(focused)?.focus();
  }
}

export function lineSample(code: LineCode): SVGSVGElement {
  return svg(
    'svg',
    { width: 24, height: 8, viewBox: '0 0 24 8', 'aria-hidden': 'true', class: `ink-${code.ink}` },
    svg('line', {
      x1: 0,
      y1: 4,
      x2: 24,
      y2: 4,
      'stroke-width': code.width + 0.5,
      'stroke-dasharray': code.dash.length === 0 ? null : code.dash.join(' '),
    }),
  );
}
