import type { PairChoices } from '../../src/protocol/pairChoices';
import { element, setText } from '../shared/dom';
import type { Exporting } from '../shared/exported';
import { formatThree } from '../shared/format';
import { measureSentence } from '../shared/measureTexts';
import type { Theme } from '../shared/theme';
import { distanceBar, noMarks } from './distanceBar';
import { sideSign } from './headerView';
import { type LayersEvents, LayersView } from './layersView';
import type { Compared } from './model';
import type { BesideState } from './pair/besideStore';
import { besideWords } from './pair/besideWords';
import { CostView } from './pair/costView';
import { lineageRows, LineageView } from './pair/lineageView';
import { PairDetail } from './pair/pairDetail';
import type { PairSources } from './pair/pairSources';
import { factRows, noteRows, pairRows, widthNotes } from './pairModel';
import './pairView.css';
import { verdictOf } from './verdict';
import { accuracyNote, yardstickRows } from './yardstickRows';
import { yardstickTable } from './yardstickTable';
import { type YardstickEvents, YardsticksView } from './yardsticksView';

export interface PairEvents extends YardstickEvents, LayersEvents {
  readonly onChoices: (changed: Partial<PairChoices>) => void;
}

/** What is shown beside the comparison itself. */
export interface PairContext {
  readonly choices: PairChoices;
  readonly beside: BesideState;
  readonly theme: Theme;
}

/**
 * Two checkpoints. First the distance in words, by layer, and where the neurons went; beside it, or then, one layer neuron
 * by neuron, and what both are; then the costs of that layer and what the distance is measured against.
 */
export class PairView {
  private readonly number = element('p', { class: 'big-number' });
  private readonly sentence = element('p', { class: 'verdict' });
  private readonly meaning = element('p', { class: 'dim meaning' });
  private readonly bar = distanceBar('wide');
  private readonly chanceWord = element('span', { class: 'bar-word' });
  private readonly verdict = element(
    'section',
    { class: 'verdict-block', 'aria-label': 'Distance' },
    this.number,
    element('div', { class: 'verdict-words' }, this.sentence, this.meaning),
  );
  private readonly layers: LayersView;
  private readonly lineage: LineageView;
  private readonly costs: CostView;
  private readonly detail: PairDetail;
  private readonly yardsticks: YardsticksView;
  private readonly facts = element('tbody');
  private readonly measure = element('p', { class: 'dim measure-line' });
  private readonly notes = element('ul', { class: 'remarks', 'data-part': 'notes' });
  readonly root: HTMLElement;
  private shown = '';

  constructor(
    events: PairEvents,
    private readonly sources: PairSources,
  ) {
    this.layers = new LayersView(events);
    this.lineage = new LineageView((layer) => {
      events.onChoices({ view: 'matching', layer, movedOnly: true, filter: '', selected: null });
    });
    this.costs = new CostView((from, to) => {
      const most = to < 1 ? `cost < ${to.toFixed(2)}` : 'cost <= 1';
      events.onChoices({ view: 'matching', filter: `cost >= ${from.toFixed(2)}, ${most}`, selected: null });
    });
    this.detail = new PairDetail(sources, events.onChoices);
    this.yardsticks = new YardsticksView(events);
    this.root = element(
      'div',
      { class: 'pair' },
      element(
        'div',
        { class: 'pair-main' },
        this.verdict,
        element('div', { class: 'bar-over dim' }, this.chanceWord),
        this.bar.root,
        element(
          'div',
          { class: 'bar-ends dim' },
          element('span', {}, '0 same'),
          element('span', {}, '1 nothing shared'),
        ),
        this.layers.root,
        this.lineage.root,
      ),
      element(
        'div',
        { class: 'pair-side' },
        this.detail.root,
        element(
          'section',
          { class: 'section pair-facts' },
          element('h2', {}, 'The two checkpoints'),
          element(
            'table',
            { class: 'facts', 'data-part': 'facts' },
            element(
              'thead',
              {},
              element(
                'tr',
                {},
                element('td'),
                element('th', { scope: 'col' }, sideSign('a')),
                element('th', { scope: 'col' }, sideSign('b')),
              ),
            ),
            this.facts,
          ),
          this.notes,
        ),
      ),
      element('div', { class: 'pair-rest' }, this.costs.root, this.yardsticks.root, this.measure),
    );
  }

  update(compared: Compared, { choices, beside, theme }: PairContext): void {
    const { number, sentence, meaning, value, chance, tone } = verdictOf(compared);
    setText(this.number, number);
    this.verdict.dataset['tone'] = tone;
    setText(this.sentence, sentence);
    setText(this.meaning, meaning);
    this.bar.show(value, { ...noMarks, links: chance });
    setText(this.chanceWord, chance === null ? '' : `chance ${formatThree(chance)}`);
    this.chanceWord.style.setProperty('--at', `${String((chance ?? 0) * 100)}%`);
    // Without a distance there is nothing to draw, and nothing by layer unless some were done.
    const failed = tone === 'failed';
    this.root.classList.toggle('failed', failed);
    this.layers.root.hidden = failed && compared.layers.length === 0;
    this.yardsticks.root.hidden = failed;
    this.layers.update(pairRows(compared, beside), {
      method: compared.measure.method,
      beside: beside.phase === 'none' ? null : beside.method,
      besideWords: besideWords(compared, beside),
    });
    this.lineage.root.hidden = failed;
    this.lineage.update(lineageRows(compared, this.sources.matchings));
    this.detail.update(compared, choices, theme);
    this.costs.update(this.detail.neurons, this.detail.layerName, theme);
    this.yardsticks.update(yardstickRows(compared), accuracyNote(compared), yardstickTable(compared));
    setText(this.measure, measureSentence(compared.measure));
    this.showFacts(compared);
  }

  /** What of this panel can be exported as it stands. */
  exports(): readonly Exporting[] {
    return [this.layers, this.yardsticks, this.lineage, this.costs, ...this.detail.exports()];
  }

  private showFacts(compared: Compared): void {
    const facts = factRows(compared);
    const notes = [
      ...compared.items.flatMap(({ label, problem }) => (problem === null ? [] : [`${label}: ${problem}`])),
      ...widthNotes(compared),
      ...noteRows(compared),
    ];
    const key = JSON.stringify([facts, notes]);
    if (key === this.shown) return;
    this.shown = key;
    this.facts.replaceChildren(
      ...facts.map((row) =>
        element(
          'tr',
          { class: row.differs ? 'differs' : null },
          element('th', { scope: 'row' }, row.differs ? `${row.name} ≠` : row.name),
          element('td', {}, ...breakable(row.a)),
          element('td', {}, ...breakable(row.b)),
        ),
      ),
    );
    this.notes.replaceChildren(...notes.map((note) => element('li', {}, note)));
  }
}

/** A path may be broken after its separators. */
function breakable(text: string): Node[] {
  return text.split(/(?<=[\\/])/).flatMap((part) => [document.createTextNode(part), element('wbr')]);
}
