import { type ChartChoices, chartChoicesSchema } from '../../src/protocol/evolution';
import {
  field,
  iconButton,
  select,
  setChoices,
  setDisabled,
  setPressed,
  setValue,
  toggle,
} from '../shared/controls';
import { element, setText } from '../shared/dom';
import './chartChoices.css';
import type { XAxisChoices } from './xAxes';

export interface ChartChoicesListener {
  chosen(change: Partial<ChartChoices>): void;
  /** A part of the x axis `factor` times as wide. */
  zoomed(factor: number): void;
}

const names: Readonly<Record<ChartChoices['x'], string>> = {
  epoch: 'epoch',
  step: 'step',
  time: 'wall time',
};

/** How all charts are looked at: a quiet row above them. */
export class ChartChoicesView {
  private readonly x = select(
    chartChoicesSchema.shape.x.options.map((x) => [x, names[x]] as const),
    () => {
      this.listener.chosen({ x: chartChoicesSchema.shape.x.parse(this.x.value), zoom: null });
    },
  );
  private readonly log = toggle('Log scale', () => {
    this.listener.chosen({ log: !this.shown.log });
  });
  private readonly smoothing = element('input', { type: 'range', min: 0, max: 0.99, step: 0.01 });
  private readonly smoothingText = element('span', { class: 'smoothing-text' });
  private readonly smoothingField = element(
    'label',
    { class: 'field' },
    element('span', { class: 'dim' }, 'Smoothing'),
    this.smoothing,
    this.smoothingText,
  );
  private readonly zoomIn = iconButton('zoom-in', 'Zoom in on the epoch that is shown', () => {
    this.listener.zoomed(0.5);
  });
  private readonly zoomOut = iconButton('zoom-out', 'Zoom out', () => {
    this.listener.zoomed(2);
  });
  private readonly reset = iconButton('screen-full', 'Reset zoom', () => {
    this.listener.chosen({ zoom: null });
  });
  readonly root = element(
    'div',
    { class: 'chart-choices', role: 'group', 'aria-label': 'How the charts are drawn' },
    field('x axis', this.x),
    this.log,
    this.smoothingField,
    element('span', { class: 'zoom' }, this.zoomIn, this.zoomOut, this.reset),
  );
  private shown: Pick<ChartChoices, 'log'> = { log: false };
  private shownAxes = '';

  constructor(private readonly listener: ChartChoicesListener) {
    this.log.title = 'Logarithmic y axes, of charts whose values are above zero';
    this.smoothingField.title =
      'Loss and accuracy as an exponential moving average: the weight of what came before. The values stay, faint, behind it.';
    this.smoothing.addEventListener('input', () => {
      listener.chosen({ smoothing: this.smoothing.valueAsNumber });
    });
  }

  update(choices: ChartChoices, axes: XAxisChoices, smoothable: boolean): void {
    this.shown = choices;
    this.showAxes(axes);
    setValue(this.x, choices.x);
    setPressed(this.log, choices.log);
    this.smoothingField.hidden = !smoothable;
    if (this.smoothing.valueAsNumber !== choices.smoothing) this.smoothing.valueAsNumber = choices.smoothing;
    setText(this.smoothingText, choices.smoothing.toFixed(2));
    setDisabled(this.zoomOut, choices.zoom === null);
    setDisabled(this.reset, choices.zoom === null);
  }

  private showAxes(axes: XAxisChoices): void {
    const reasons = chartChoicesSchema.shape.x.options.map((x) => [x, axes[x].reason] as const);
    const key = JSON.stringify(reasons);
    if (key === this.shownAxes) return;
    this.shownAxes = key;
    setChoices(
      this.x,
      reasons.map(([x, reason]) => (reason === null ? [x, names[x]] : [x, names[x], reason])),
    );
    this.x.title = [
      'What the charts are drawn over. Wheel over a chart to zoom, drag to move, double-click to see all.',
      ...reasons.flatMap(([x, reason]) => (reason === null ? [] : [`Not over ${names[x]}: ${reason}.`])),
    ].join(' ');
  }
}
