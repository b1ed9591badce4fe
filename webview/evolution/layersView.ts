import type { EvolutionPoint } from '../../src/protocol/evolution';
import { type Button, button, setDisabled } from '../shared/controls';
import { element, scrollable, setText } from '../shared/dom';
import type { Exported, Exporting } from '../shared/exported';
import { formatEpoch } from '../shared/format';
import { WhereSeen } from '../shared/whereSeen';
import type { Moment } from './detail/moment';
import { layersExport } from './layersExport';
import { layerRows, layersColumns } from './layersTable';
import { textTable } from './textTable';
import { type Comparisons, comparisonsOf } from './timeline/clock';

/** The layers at the checkpoint that is shown, with the way to its comparisons. */
export class LayersView implements Exporting {
  private readonly heading = element('h2');
  private readonly body = scrollable('Layers');
  private readonly withInitial = this.comparison('Compare with initial', ({ initial }) => initial);
  private readonly withPrevious = this.comparison('Compare with previous', ({ previous }) => previous);
  private readonly withChosen = this.comparison('', ({ chosen }) => chosen);
  readonly root: HTMLElement;
  private readonly drawing: WhereSeen;
  private shown: string | null = null;
  private pairs: Comparisons | null = null;
  private point: EvolutionPoint | null = null;

  constructor(private readonly compare: (paths: readonly [string, string]) => void) {
    this.body.dataset['part'] = 'layers';
    this.root = element(
      'section',
      { class: 'section' },
      element(
        'div',
        { class: 'section-head' },
        this.heading,
        this.withInitial,
        this.withPrevious,
        this.withChosen,
      ),
      this.body,
    );
    this.drawing = new WhereSeen(this.root, () => {
      this.draw();
    });
  }

  update(moment: Moment | null, stops: readonly EvolutionPoint[]): void {
    this.point = moment?.shown ?? null;
    this.pairs = moment === null ? null : comparisonsOf(moment, stops);
    this.drawing.ask();
  }

  private draw(): void {
    const shown = this.point;
    setDisabled(this.withInitial, (this.pairs?.initial ?? null) === null);
    setDisabled(this.withPrevious, (this.pairs?.previous ?? null) === null);
    const chosen = this.pairs?.chosen ?? null;
    this.withChosen.hidden = chosen === null;
    setText(this.withChosen, chosen === null ? '' : `Compare with epoch ${formatEpoch(chosen.epoch)}`);
    setText(this.heading, shown === null ? 'Layers' : `Layers at epoch ${formatEpoch(shown.epoch)}`);
    const rows = shown === null ? [] : layerRows(shown);
    const key = JSON.stringify(rows);
    if (key === this.shown) return;
    this.shown = key;
    if (rows.length === 0) {
      this.body.replaceChildren(element('p', { class: 'dim' }, 'No checkpoint has been read yet.'));
      return;
    }
    this.body.replaceChildren(textTable(layersColumns, rows, 'Layers at the checkpoint that is shown'));
  }

  exported(): Exported | null {
    const { point } = this;
    const table = point === null ? null : layersExport(point);
    return table === null
      ? null
      : { id: 'layers', title: `Layers at ${point!.name}`, subtitle: '', picture: null, table };
  }

  private comparison(label: string, pick: (pairs: Comparisons) => EvolutionPoint | null): Button {
    return button(label, {}, () => {
      const other = this.pairs === null ? null : pick(this.pairs);
      if (this.pairs === null || other === null) return;
      const [earlier, later] = [other, this.pairs.shown].sort((a, b) => a.epoch - b.epoch);
      this.compare([earlier.path, later.path]);
    });
  }
}
