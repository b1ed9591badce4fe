import { element, svg } from '../../shared/dom';
import { markerPath } from '../../shared/runMarker';
import type { Trajectory } from './mapModel';

/** The runs of a map with their signs; one that is pressed or pointed at stands out from the others. */
export class RunLegend {
  readonly root = element('div', { class: 'legend run-legend', role: 'group', 'aria-label': 'Runs' });
  private shown = '';
  private pressed: string | null = null;

  constructor(private readonly onStandOut: (run: string | null) => void) {}

  update(trajectories: readonly Trajectory[]): void {
    const key = JSON.stringify(trajectories.map(({ run, name, code }) => [run, name, code]));
    if (key === this.shown) return;
    this.shown = key;
    if (!trajectories.some(({ run }) => run === this.pressed)) this.pressed = null;
    this.root.replaceChildren(...trajectories.map((trajectory) => this.entry(trajectory)));
  }

  private entry({ run, name, code }: Trajectory): HTMLElement {
    const node = element(
      'button',
      {
        type: 'button',
        class: 'legend-entry run-entry',
        'aria-pressed': String(run === this.pressed),
        title: run,
      },
      svg(
        'svg',
        { width: 28, height: 12, viewBox: '0 0 28 12', 'aria-hidden': 'true', class: `ink-${code.ink}` },
        svg('line', {
          x1: 0,
          y1: 6,
          x2: 28,
          y2: 6,
          'stroke-width': code.width,
          'stroke-dasharray': code.dash.length === 0 ? null : code.dash.join(' '),
        }),
        svg('path', { d: markerPath(code.marker, 14, 6, 3.5), class: 'run-marker' }),
      ),
      element('span', {}, name),
    );
    node.addEventListener('click', () => {
      this.pressed = this.pressed === run ? null : run;
      for (const other of this.root.children)
        other.ariaPressed = String(other === node && this.pressed !== null);
      this.onStandOut(this.pressed);
    });
    node.addEventListener('pointerenter', () => {
      this.onStandOut(run);
    });
    node.addEventListener('pointerleave', () => {
      this.onStandOut(this.pressed);
    });
    return node;
  }
}
