import { element, setText } from '../../shared/dom';
import type { Exported, Exporting } from '../../shared/exported';
import { formatThree, plural } from '../../shared/format';
import { type CanvasSize, PaintedCanvas } from '../../shared/paintedCanvas';
import type { Theme } from '../../shared/theme';
import { fanInFlow, type FanInFlow, flowNames } from './fanInFlow';
import { fateCodes } from './fateCodes';
import { paintFlow } from './flowPlot';
import { fateOf, lineageOf, type MatchedNeurons } from './matchedNeurons';
import { paintPlaces, rowAt } from './placesPlot';

const flowHeight = 320;
const mostSide = 460;
const exportedSide = 560;

const placesWords =
  'A mark a pair: a square on the diagonal stayed, a diamond off it moved, a grey square is a neuron without input. ' +
  'Press one to see its inputs; arrow keys go through those that moved.';
const flowWords =
  'Neurons by their number of inputs in A and, matched, in B; blue ribbons keep their class, the others change it.';

/** Where neurons went: from index to index, and from one number of inputs to another. */
export class FlowView {
  private readonly places = new PaintedCanvas(true);
  private readonly flow = new PaintedCanvas();
  private readonly readout = element('p', {
    class: 'dim readout',
    role: 'status',
    'data-part': 'flow-readout',
  });
  private readonly placesSection = element(
    'section',
    { class: 'section' },
    element('h2', {}, 'Which became which'),
    element('p', { class: 'dim words' }, placesWords),
    this.places.root,
    this.readout,
  );
  private readonly flowSection = element(
    'section',
    { class: 'section' },
    element('h2', {}, 'From how many inputs to how many'),
    element('p', { class: 'dim words' }, flowWords),
    this.flow.root,
  );
  readonly root = element('div', { class: 'flow' }, this.placesSection, this.flowSection);
  private neurons: MatchedNeurons | null = null;
  private selected: number | null = null;
  private layer = '';
  private theme: Theme | null = null;

  constructor(private readonly onSelect: (row: number) => void) {
    const { canvas } = this.places;
    canvas.dataset['part'] = 'places';
    this.flow.canvas.dataset['part'] = 'flow';
    canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => {
      this.say(this.rowAt(offsetX, offsetY) ?? this.selected);
    });
    canvas.addEventListener('pointerleave', () => {
      this.say(this.selected);
    });
    canvas.addEventListener('click', ({ offsetX, offsetY }) => {
      const row = this.rowAt(offsetX, offsetY);
      if (row !== null) this.onSelect(row);
    });
    canvas.addEventListener('keydown', (event) => {
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      if (step === 0) return;
      event.preventDefault();
      const row = this.movedBeside(step);
      if (row !== null) this.onSelect(row);
    });
  }

  update(neurons: MatchedNeurons, selected: number | null, layer: string, theme: Theme): void {
    if (this.neurons === neurons && this.selected === selected && this.theme === theme) return;
    this.neurons = neurons;
    this.selected = selected;
    this.layer = layer;
    this.theme = theme;
    const { inPlace, moved } = lineageOf(neurons);
    const flow = fanInFlow(neurons);
    this.places.update({
      description: `${layer}: ${plural(inPlace, 'neuron')} in place, ${plural(moved, 'neuron')} moved`,
      heightFor: (width) => squareIn(width).height,
      paint: (context, width) => {
        paintPlaces(context, squareIn(width), theme, neurons, selected);
      },
    });
    this.flow.update({
      description: `${layer}: ${flowRows(flow)
        .map(([from, to, count]) => `${from} to ${to}: ${String(count)}`)
        .join('; ')}`,
      heightFor: () => flowHeight,
      paint: (context, width) => {
        paintFlow(context, { width, height: flowHeight }, theme, flow);
      },
    });
    this.say(selected);
  }

  exports(): readonly Exporting[] {
    return [
      { root: this.placesSection, exported: () => this.exportedPlaces() },
      { root: this.flowSection, exported: () => this.exportedFlow() },
    ];
  }

  private exportedPlaces(): Exported | null {
    const { neurons } = this;
    if (neurons === null) return null;
    const size = { width: exportedSide, height: exportedSide };
    return {
      id: 'places',
      title: `Which neuron became which, ${this.layer.toLowerCase()}`,
      subtitle: 'neuron of A by neuron of B; off the diagonal: moved',
      picture: {
        ...size,
        paint: (context, theme) => {
          paintPlaces(context, size, theme, neurons, null);
        },
      },
      table: {
        columns: ['Neuron of A', 'Neuron of B', 'What became of it'],
        rows: Array.from({ length: neurons.count }, (_, row) => {
          const fate = fateOf(neurons, row);
          const [a, b] = [neurons.a[row], neurons.b[row]];
          return [a < 0 ? null : a, b < 0 ? null : b, fate === null ? 'only in B' : fateCodes[fate].words];
        }),
      },
    };
  }

  private exportedFlow(): Exported | null {
    const { neurons } = this;
    if (neurons === null) return null;
    const flow = fanInFlow(neurons);
    const size = { width: exportedSide, height: flowHeight };
    return {
      id: 'fanInFlow',
      title: `From how many inputs to how many, ${this.layer.toLowerCase()}`,
      subtitle: 'matched neurons by their number of inputs in A and in B',
      picture: {
        ...size,
        paint: (context, theme) => {
          paintFlow(context, size, theme, flow);
        },
      },
      table: { columns: ['In A', 'In B', 'Neurons'], rows: flowRows(flow) },
    };
  }

  private rowAt(x: number, y: number): number | null {
    const { neurons } = this;
    return neurons === null ? null : rowAt(squareIn(this.places.width), neurons, x, y);
  }

  private movedBeside(step: 1 | -1): number | null {
    const { neurons } = this;
    if (neurons === null) return null;
    const from = this.selected ?? (step > 0 ? -1 : neurons.count);
    for (let row = from + step; row >= 0 && row < neurons.count; row += step) {
      if (fateOf(neurons, row) === 'moved') return row;
    }
    return null;
  }

  private say(row: number | null): void {
    const { neurons } = this;
    setText(
      this.readout,
      neurons === null || row === null
        ? ''
        : `neuron ${String(neurons.a[row])} of A ↔ ${String(neurons.b[row])} of B, cost ${formatThree(neurons.cost[row])}`,
    );
  }
}

function squareIn(width: number): CanvasSize {
  const side = Math.min(width, mostSide);
  return { width: side, height: side };
}

/** Classes between which neurons went, and how many. */
function flowRows(flow: FanInFlow): (readonly [string, string, number])[] {
  const names = flowNames(flow);
  return flow.counts.flatMap((row, from) =>
    row.flatMap((count, to) => (count === 0 ? [] : [[names[from], names[to], count] as const])),
  );
}
