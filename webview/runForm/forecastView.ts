import type { Checked, RunForecast } from '../../src/protocol/runForm';
import { element } from '../shared/dom';
import { formatCount, formatDensity } from '../shared/format';
import type { Exported, Exporting } from '../shared/exported';
import { layerName } from '../shared/layerCode';
import { forecastTable } from './forecastTable';
import { rangeText, size, duration } from './quantities';

const title = 'What would be trained';

/** What would be trained, layer by layer. */
export class ForecastView implements Exporting {
  private readonly body = element('div');
  readonly root = element(
    'section',
    { class: 'forecast', 'aria-label': title },
    element('div', { class: 'form-part-head' }, element('h2', {}, title)),
    this.body,
  );
  private forecast: RunForecast | null = null;

  waiting(): void {
    this.root.dataset['state'] = 'waiting';
  }

  show({ problems, forecast, failure }: Checked): void {
    this.forecast = forecast;
    this.root.dataset['state'] = forecast === null ? 'wrong' : 'right';
    if (forecast !== null) this.body.replaceChildren(...forecastParts(forecast));
    else if (failure !== null) this.body.replaceChildren(element('p', { class: 'failure' }, failure));
    else this.body.replaceChildren(problemList(problems));
  }

  exported(): Exported | null {
    const { forecast } = this;
    if (forecast === null) return null;
    return { id: 'plan', title, subtitle: forecast.summary, picture: null, table: forecastTable(forecast) };
  }
}

function problemList(problems: Checked['problems']): HTMLElement {
  return element(
    'ul',
    { class: 'form-problems', 'data-part': 'problems' },
    ...problems.map(({ key, possible, found }) =>
      element('li', {}, element('code', {}, key), `: expected ${possible}; found ${found}`),
    ),
  );
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
    ['Time', `${rangeText(forecast.secondsPerEpoch, duration)} an epoch, estimated`],
    ['Memory', `${rangeText(forecast.memoryBytes, size)}, estimated`],
  ];
  return [
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
