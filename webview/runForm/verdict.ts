import type { Checked, RunForecast } from '../../src/protocol/runForm';
import { textLink } from '../shared/controls';
import { element } from '../shared/dom';
import { formatCount, formatDensity } from '../shared/format';
import { rangeText, size, duration } from './quantities';

/** The whole configuration in a line that is always in sight: what it comes to, or what is wrong with it. */
export class Verdict {
  readonly root = element('p', { class: 'form-verdict', role: 'status', 'data-part': 'verdict' });
  private shown = '';

  constructor(
    /** What the field of a key is called; null where it has none. */
    private readonly titleOf: (key: string) => string | null,
    private readonly goTo: (key: string) => void,
  ) {}

  waiting(): void {
    this.root.dataset['state'] = 'waiting';
  }

  /** `epochs` is null where it is not to be known. */
  show({ problems, forecast, failure, folderProblem }: Checked, epochs: number | null): void {
    const wrong = [
      ...new Set([...problems.map(({ key }) => key), ...(folderProblem === null ? [] : ['runsFolder'])]),
    ];
    const isRight = forecast !== null && wrong.length === 0;
    this.root.dataset['state'] = isRight ? 'right' : 'wrong';
    // Where it says the same again, the way to a field stays under the finger that is about to press it.
    const content = JSON.stringify([wrong, forecast, failure, epochs]);
    if (content === this.shown) return;
    this.shown = content;
    if (isRight) this.root.replaceChildren(...amounts(forecast, epochs));
    else if (wrong.length === 0) this.root.replaceChildren(`✕ ${failure ?? ''}`);
    else {
      const links = wrong.flatMap((key, k) => {
        const title = this.titleOf(key);
        const named =
          title === null
            ? key
            : textLink(title, () => {
                this.goTo(key);
              });
        return k === 0 ? [named] : [', ', named];
      });
      const count = wrong.length === 1 ? 'One thing is wrong' : `${String(wrong.length)} things are wrong`;
      this.root.replaceChildren(`✕ ${count}: `, ...links);
    }
  }
}

function amounts(forecast: RunForecast, epochs: number | null): readonly (string | HTMLElement)[] {
  const { layers, secondsPerEpoch, memoryBytes } = forecast;
  const sum = (of: (layer: RunForecast['layers'][number]) => number): number =>
    layers.reduce((all, layer) => all + of(layer), 0);
  const [atStart, atEnd, possible] = [
    sum(({ linksAtStart }) => linksAtStart),
    sum(({ linksAtEnd }) => linksAtEnd),
    sum(({ inputs, outputs }) => inputs * outputs),
  ];
  const time = rangeText(secondsPerEpoch, duration);
  const inAll =
    epochs === null
      ? null
      : rangeText({ low: epochs * secondsPerEpoch.low, high: epochs * secondsPerEpoch.high }, duration);
  const parts = [
    [atStart === atEnd ? formatCount(atStart) : `${formatCount(atStart)} to ${formatCount(atEnd)}`, 'links'],
    [formatDensity(atEnd / possible), atStart === atEnd ? 'density' : 'density in the end'],
    [rangeText(memoryBytes, size), 'memory'],
    inAll === null ? [time, 'an epoch'] : [inAll, `in all, ${time} an epoch`],
  ];
  return parts.map(([value, name]) =>
    element(
      'span',
      { class: 'form-amount' },
      element('strong', {}, value),
      element('span', { class: 'dim' }, ` ${name}`),
    ),
  );
}
