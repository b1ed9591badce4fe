import type { Checked, RunForecast } from '../../src/protocol/runForm';
import { element } from '../shared/dom';
import { formatCount, formatDensity } from '../shared/format';
import { layerName } from '../shared/layerCode';

/** What would be trained, beside the form. */
export class ForecastView {
  readonly root = element('section', {
    class: 'forecast',
    'aria-label': 'What would be trained',
    'aria-live': 'polite',
  });

  waiting(): void {
    this.root.dataset['state'] = 'waiting';
  }

  show({ problems, forecast, failure }: Checked): void {
    this.root.dataset['state'] = forecast === null ? 'wrong' : 'right';
    if (forecast !== null) this.root.replaceChildren(...forecastParts(forecast));
    else if (failure !== null) this.root.replaceChildren(element('p', { class: 'failure' }, failure));
    else {
      this.root.replaceChildren(
        element(
          'h2',
          {},
          problems.length === 1 ? 'One thing is wrong' : `${String(problems.length)} things are wrong`,
        ),
        element(
          'ul',
          { class: 'form-problems', 'data-part': 'problems' },
          ...problems.map(({ key, possible, found }) =>
            element('li', {}, element('code', {}, key), `: expected ${possible}; found ${found}`),
          ),
        ),
      );
    }
  }
}

function forecastParts(forecast: RunForecast): readonly HTMLElement[] {
  const { summary, layers, samples, stepsPerEpoch, engine, why, threads } = forecast;
  const pruned = layers.some(({ linksAtStart, linksAtEnd }) => linksAtStart !== linksAtEnd);
  const links = layers.reduce((sum, layer) => sum + layer.linksAtStart, 0);
  const cells = layers.reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
  const column = (text: string): HTMLElement => element('th', { scope: 'col' }, text);
  const facts: readonly (readonly [string, string])[] = [
    [
      'Samples',
      `${formatCount(samples.train)} training, ${validationText(samples)}${formatCount(samples.test)} test`,
    ],
    ['Steps', `${formatCount(stepsPerEpoch)} an epoch`],
    [
      'Engine',
      `${engine}${engine === 'sparse' ? `, ${threads === 1 ? '1 thread' : `${String(threads)} threads`}` : ''}: ${why}`,
    ],
    ['Time', `${rangeText(forecast.secondsPerEpoch, timeText)} an epoch, estimated`],
    ['Memory', `${rangeText(forecast.memoryBytes, sizeText)}, estimated`],
  ];
  return [
    element('h2', {}, 'What would be trained'),
    element('p', { class: 'dim' }, summary),
    element(
      'div',
      { class: 'scroll-x' },
      element(
        'table',
        { 'data-part': 'forecast', 'aria-label': 'Layers' },
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            ...['Layer', 'Shape', 'Links', 'Density', ...(pruned ? ['In the end', 'Density'] : [])].map(
              column,
            ),
          ),
        ),
        element(
          'tbody',
          {},
          ...layers.map(({ inputs, outputs, linksAtStart, linksAtEnd }, k) =>
            tableRow(layerName(k, layers.length), [
              `${formatCount(inputs)} → ${formatCount(outputs)}`,
              formatCount(linksAtStart),
              formatDensity(linksAtStart / (inputs * outputs)),
              ...(pruned ? [formatCount(linksAtEnd), formatDensity(linksAtEnd / (inputs * outputs))] : []),
            ]),
          ),
          tableRow('All', ['', formatCount(links), formatDensity(links / cells)]),
        ),
      ),
    ),
    element(
      'dl',
      { class: 'form-facts' },
      ...facts.flatMap(([name, text]) => [element('dt', { class: 'dim' }, name), element('dd', {}, text)]),
    ),
  ];
}

function tableRow(name: string, cells: readonly string[]): HTMLElement {
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, name),
    ...cells.map((cell) => element('td', {}, cell)),
  );
}

function validationText({ validation }: RunForecast['samples']): string {
  return validation === 0 ? '' : `${formatCount(validation)} validation, `;
}

function rangeText({ low, high }: RunForecast['memoryBytes'], text: (value: number) => string): string {
  return `${text(low)} to ${text(high)}`;
}

/** Two digits: more would pretend to know. */
function timeText(seconds: number): string {
  if (seconds < 90) return `${String(Number(seconds.toPrecision(2)))}\u00a0s`;
  return `${String(Number((seconds / 60).toPrecision(2)))}\u00a0min`;
}

function sizeText(bytes: number): string {
  const mebibytes = bytes / 2 ** 20;
  if (mebibytes < 1000) return `${String(Number(mebibytes.toPrecision(2)))}\u00a0MiB`;
  return `${String(Number((mebibytes / 1024).toPrecision(2)))}\u00a0GiB`;
}
