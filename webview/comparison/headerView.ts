import type { MeanRule } from '../../src/measure/meanRule';
import type { Measure } from '../../src/measure/measure';
import { type Button, button, iconButton, setDisabled } from '../shared/controls';
import { element, setText } from '../shared/dom';
import { MeasurePicker } from '../shared/measurePicker';
import './headerView.css';
import { type Compared, progressText } from './model';
import { RulePicker } from './rulePicker';

export interface HeaderEvents {
  readonly cancel: () => void;
  readonly restart: () => void;
  readonly chooseMeasure: (measure: Measure) => void;
  readonly chooseRule: (rule: MeanRule) => void;
  /** Exchanges A and B of a pair. */
  readonly swap: () => void;
}

/** What is compared, by which measure, how far it is; to stop it, to start it again or with another measure. */
export class HeaderView {
  private readonly heading = element('h1');
  private readonly items = element('span', { class: 'items' });
  private readonly measure: MeasurePicker;
  private readonly rule: RulePicker;
  private readonly progress = element('span', { class: 'dim progress-text', role: 'status' });
  private readonly bar = element('span', { class: 'progress-bar' });
  private readonly swap: Button;
  private readonly action: Button;
  readonly root: HTMLElement;
  private running = true;

  constructor({ cancel, restart, chooseMeasure, chooseRule, swap }: HeaderEvents, tools: HTMLElement) {
    this.swap = iconButton('arrow-swap', 'Exchange A and B', swap);
    this.measure = new MeasurePicker(chooseMeasure);
    this.rule = new RulePicker(chooseRule);
    this.action = button('Cancel', {}, () => {
      if (this.running) cancel();
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
      tools,
      element('div', { class: 'choices' }, this.measure.root, this.rule.root),
      element('span', { class: 'progress-track', 'aria-hidden': 'true' }, this.bar),
    );
  }

  /** `failed`: how many pairs of many have no distance. */
  update(compared: Compared, failed: number): void {
    const { items, status, measure, rule } = compared;
    this.running = status.phase === 'running';
    setText(
      this.heading,
      items.length === 2 ? 'NNSTD Comparison' : `NNSTD of ${String(items.length)} checkpoints`,
    );
    this.showItems(compared);
    this.measure.update(measure);
    this.rule.update(rule);
    setText(this.progress, progressText(compared, failed));
    const done = status.phase === 'done' && failed === 0;
    // Its room stays, so that the line does not jump when the last result arrives.
    this.action.classList.toggle('gone', done);
    setDisabled(this.action, done);
    setText(this.action, this.running || done ? 'Cancel' : 'Compute again');
    const share = status.total === 0 ? 0 : status.done / status.total;
    this.bar.style.width = this.running ? `${String(share * 100)}%` : '0';
  }

  private showItems({ items }: Compared): void {
    if (items.length !== 2) {
      this.items.replaceChildren();
      delete this.items.dataset['shown'];
      return;
    }
    const key = JSON.stringify(items.map(({ label, path }) => [label, path]));
    if (this.items.dataset['shown'] === key) return;
    this.items.dataset['shown'] = key;
    const [a, b] = items.map(({ label, path }, k) =>
      element('span', { class: 'item', title: path }, sideSign(k === 0 ? 'a' : 'b'), ` ${label}`),
    );
    this.items.replaceChildren(a, this.swap, b);
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
