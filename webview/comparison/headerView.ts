import type { ComparisonSnapshot } from '../../src/protocol/comparison';
import type { Measure } from '../../src/protocol/facts';
import { button, element, setText } from '../shared/dom';
import { MeasurePicker } from '../shared/measurePicker';
import { progressText } from './model';

/** What is compared, by which measure, how far it is; to stop it, to start it again or with another measure. */
export class HeaderView {
  private readonly heading = element('h1');
  private readonly items = element('span', { class: 'items' });
  private readonly measure: MeasurePicker;
  private readonly progress = element('span', { class: 'dim progress-text', role: 'status' });
  private readonly bar = element('span', { class: 'progress-bar' });
  private readonly action: HTMLButtonElement;
  readonly root: HTMLElement;
  private phase: ComparisonSnapshot['status']['phase'] = 'running';

  constructor(cancel: () => void, restart: () => void, chooseMeasure: (measure: Measure) => void) {
    this.measure = new MeasurePicker(chooseMeasure);
    this.action = button('Cancel', { class: 'action' }, () => {
      if (this.phase === 'running') cancel();
      else restart();
    });
    this.root = element(
      'header',
      { class: 'panel-head comparison-head' },
      this.heading,
      this.items,
      element('span', { class: 'grow' }),
      this.action,
      this.progress,
      element('div', { class: 'choices' }, this.measure.root),
      element('span', { class: 'progress-track', 'aria-hidden': 'true' }, this.bar),
    );
  }

  update(snapshot: ComparisonSnapshot): void {
    const { items, status, measure } = snapshot;
    this.phase = status.phase;
    setText(
      this.heading,
      items.length === 2 ? 'NNSTD Comparison' : `NNSTD of ${String(items.length)} checkpoints`,
    );
    this.showItems(snapshot);
    this.measure.update(measure);
    setText(this.progress, progressText(snapshot));
    const done = status.phase === 'done';
    // Its room stays, so that the line does not jump when the last result arrives.
    this.action.classList.toggle('gone', done);
    this.action.disabled = done;
    setText(this.action, status.phase === 'running' || done ? 'Cancel' : 'Compute again');
    const share = status.total === 0 ? 0 : status.done / status.total;
    this.bar.style.width = status.phase === 'running' ? `${String(share * 100)}%` : '0';
  }

  private showItems({ items }: ComparisonSnapshot): void {
    if (items.length !== 2) return;
    const key = JSON.stringify(items.map(({ label, path }) => [label, path]));
    if (this.items.dataset['shown'] === key) return;
    this.items.dataset['shown'] = key;
    this.items.replaceChildren(
      ...items.map(({ label, path }, k) =>
        element('span', { class: 'item', title: path }, sideSign(k === 0 ? 'a' : 'b'), ` ${label}`),
      ),
    );
  }
}

/** A and B by letter, colour and shape. */
export function sideSign(side: 'a' | 'b'): HTMLElement {
  return element(
    'span',
    { class: `side side-${side}` },
    element('span', { 'aria-hidden': 'true' }, side === 'a' ? '●' : '◆'),
    side === 'a' ? ' A' : ' B',
  );
}
