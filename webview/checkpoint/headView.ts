import type { CheckpointSnapshot } from '../../src/protocol/checkpoint';
import { button } from '../shared/controls';
import { element, setText } from '../shared/dom';
import { formatCount, formatDensity } from '../shared/format';

export interface HeadActions {
  compareWith(): void;
  openSeries(): void;
}

const phaseWords: Readonly<Record<CheckpointSnapshot['phase'], string>> = {
  reading: 'Reading…',
  unfinished: 'Being written: it is read once it is whole.',
  read: '',
  failed: 'This checkpoint cannot be read.',
  gone: 'The file is gone.',
};

/** What the file is, what to do with it, and, where it cannot be shown, why. */
export class HeadView {
  private readonly name = element('h1');
  private readonly summary = element('span', { class: 'dim', 'data-part': 'summary' });
  private readonly series;
  private readonly phase = element('p', { role: 'status' });
  private readonly reason = element('p', { class: 'checkpoint-reason', 'data-part': 'reason' });
  private readonly notes = element('ul', { class: 'checkpoint-notes', 'data-part': 'notes' });
  readonly root: HTMLElement;

  constructor(actions: HeadActions) {
    this.series = button('', { icon: 'graph-line' }, () => {
      actions.openSeries();
    });
    this.root = element(
      'div',
      {},
      element(
        'header',
        { class: 'panel-head' },
        this.name,
        this.summary,
        element('span', { class: 'grow' }),
        button('Compare with…', { icon: 'git-compare' }, () => {
          actions.compareWith();
        }),
        this.series,
      ),
      this.phase,
      this.reason,
      this.notes,
    );
  }

  update(snapshot: CheckpointSnapshot): void {
    const { path, label, series, phase, reason, step } = snapshot;
    setText(this.name, label);
    this.name.title = path;
    setText(this.summary, summaryOf(snapshot));
    setText(
      this.series,
      series.kind === 'run' ? `Open its run ${series.name}` : `Open its folder ${series.name}`,
    );
    setText(this.phase, phaseWords[phase]);
    this.phase.hidden = phase === 'read';
    this.phase.classList.toggle('failure', phase === 'failed' || phase === 'gone');
    setText(this.reason, reason ?? '');
    this.reason.hidden = reason === null;
    const notes = step?.facts.notes ?? [];
    this.notes.hidden = notes.length === 0;
    this.notes.replaceChildren(...notes.map((note) => element('li', {}, note)));
  }
}

/** "784·784·10 · 14,000 links, density 0.51 % · our own .safetensors · 1.2 MB" */
export function summaryOf({ step, bytes }: CheckpointSnapshot): string {
  const size = bytes === null ? [] : [sizeText(bytes)];
  if (step === null) return size.join();
  const { layers, formatLabel } = step.facts;
  const links = layers.reduce((sum, layer) => sum + layer.links, 0);
  const possible = layers.reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
  const density = possible === 0 ? '' : `, density ${formatDensity(links / possible)}`;
  return [...widthsOf(layers), `${formatCount(links)} links${density}`, formatLabel, ...size].join(' · ');
}

/** Nothing where the outputs of a layer are not the inputs of the next, as behind a flatten. */
function widthsOf(layers: readonly { readonly inputs: number; readonly outputs: number }[]): string[] {
  const fits = layers.every(({ inputs }, k) => k === 0 || inputs === layers[k - 1].outputs);
  if (!fits || layers.length === 0) return [];
  return [[layers[0].inputs, ...layers.map(({ outputs }) => outputs)].join('·')];
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${formatCount(bytes)} bytes`;
  const [value, unit] =
    bytes < 1e6 ? [bytes / 1e3, 'kB'] : bytes < 1e9 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB'];
  return `${value.toPrecision(3)} ${unit}`;
}
