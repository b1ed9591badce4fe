import { element, setText } from '../../shared/dom';
import type { Exported, Exporting } from '../../shared/exported';
import { formatCount } from '../../shared/format';
import { PaintedCanvas } from '../../shared/paintedCanvas';
import type { Theme } from '../../shared/theme';
import { costBins, costHistogram } from './costHistogram';
import { binAt, paintHistogram } from './costPlot';
import type { MatchedNeurons } from './matchedNeurons';

const height = 150;

/** How the costs of the matched pairs of a layer are spread; a press on a bar lists its pairs. */
export class CostView implements Exporting {
  private readonly heading = element('h2');
  private readonly readout = element('span', { class: 'dim', 'data-part': 'cost-readout' });
  private readonly picture = new PaintedCanvas(true);
  readonly root = element(
    'section',
    { class: 'section costs' },
    element('div', { class: 'section-head' }, this.heading, this.readout),
    this.picture.root,
  );
  private neurons: MatchedNeurons | null = null;
  private bins: Uint32Array | null = null;
  private title = '';
  private theme: Theme | null = null;
  private marked: number | null = null;

  /** `onBin`: pairs that cost at least `from` and less than `to`, or up to 1, are to be listed. */
  constructor(onBin: (from: number, to: number) => void) {
    const { canvas } = this.picture;
    canvas.dataset['part'] = 'costs';
    canvas.addEventListener('pointermove', ({ offsetX }) => {
      this.mark(binAt(this.picture.width, offsetX));
    });
    for (const leaving of ['pointerleave', 'blur']) {
      canvas.addEventListener(leaving, () => {
        this.mark(null);
      });
    }
    const list = (): void => {
      if (this.marked !== null) onBin(this.marked / costBins, (this.marked + 1) / costBins);
    };
    canvas.addEventListener('click', list);
    canvas.addEventListener('keydown', (event) => {
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      if (event.key === 'Enter') list();
      if (step === 0) return;
      event.preventDefault();
      const from = this.marked ?? (step > 0 ? -1 : costBins);
      this.mark(Math.max(0, Math.min(costBins - 1, from + step)));
    });
  }

  update(neurons: MatchedNeurons | null, layer: string, theme: Theme): void {
    this.root.hidden = neurons === null;
    if (this.neurons === neurons && this.theme === theme) return;
    this.neurons = neurons;
    this.bins = neurons === null ? null : costHistogram(neurons);
    this.title = `Cost of the matched pairs, ${layer.toLowerCase()}`;
    this.theme = theme;
    setText(this.heading, this.title);
    this.draw();
  }

  exported(): Exported | null {
    const { bins } = this;
    if (bins === null) return null;
    return {
      id: 'costs',
      title: this.title,
      subtitle: 'number of pairs by normalised edit distance',
      picture: {
        width: 560,
        height,
        paint: (context, theme) => {
          paintHistogram(context, { width: 560, height }, theme, bins);
        },
      },
      table: {
        columns: ['From', 'To', 'Pairs'],
        rows: [...bins].map((count, bin) => [bin / costBins, (bin + 1) / costBins, count]),
      },
    };
  }

  private mark(bin: number | null): void {
    if (bin === this.marked) return;
    this.marked = bin;
    this.draw();
  }

  private draw(): void {
    const { bins, theme, marked } = this;
    if (bins === null || theme === null) return;
    const of = (bin: number): string =>
      `${formatCount(bins[bin])} between ${(bin / costBins).toFixed(2)} and ${((bin + 1) / costBins).toFixed(2)}`;
    setText(
      this.readout,
      marked === null ? 'pairs by cost; press a bar to list them' : `pairs: ${of(marked)}`,
    );
    const filled = [...bins.keys()].filter((bin) => bins[bin] > 0);
    this.picture.update({
      description: `${this.title}: ${filled.map(of).join('; ')}`,
      heightFor: () => height,
      paint: (context, width) => {
        paintHistogram(context, { width, height }, theme, bins, marked);
      },
    });
  }
}
