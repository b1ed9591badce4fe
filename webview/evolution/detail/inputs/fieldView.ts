import type { LayerProfile, ReceptiveField } from '../../../../src/protocol/layerProfile';
import { iconButton, numberField, setValue } from '../../../shared/controls';
import { element, setText } from '../../../shared/dom';
import type { Exported, Exporting } from '../../../shared/exported';
import { formatCount, formatEpoch, plural } from '../../../shared/format';
import { inputLayout, type InputLayout } from '../../../shared/inputLayout';
import type { InputMarks } from '../../../shared/inputMarks';
import { InputPicture, paintFrame, paintMarks } from '../../../shared/inputPicture';
import { layerName } from '../../../shared/layerCode';
import { PaintedCanvas } from '../../../shared/paintedCanvas';
import { term } from '../../../shared/term';
import type { Theme } from '../../../shared/theme';
import type { ChosenNeuron } from '../chosenNeuron';
import { Ahead } from '../ahead';
import { topOf } from '../degrees/distribution';
import { Latest } from '../latest';
import { type Moment, sameMoment } from '../moment';
import type { MomentView } from '../momentView';
import type { Structure } from '../structure';
import { type ChangeEntry, changeLegendHeight, paintChangeLegend } from './changeLegend';
import { type FieldMarks, fieldMarks } from './fieldMarks';
import type { InputNames } from './inputNames';
import './inputs.css';

interface Shown {
  readonly moment: Moment;
  readonly neuron: number;
  readonly profile: LayerProfile;
  readonly field: ReceptiveField;
  readonly before: ReceptiveField | null;
}

const exportedSide = 360;
/** So many inputs are named one by one. */
const mostNamed = 6;

/** Which inputs of the network one neuron of the chosen layer sees, and since when. */
export class FieldView implements MomentView, Exporting {
  private readonly measure = element('span', { class: 'chart-measure' });
  private readonly number = numberField('Neuron', { min: 0, max: 2 ** 31, step: 1 }, (neuron) => {
    this.neuron.pin(neuron);
  });
  private readonly picture = new InputPicture((input) => {
    this.point(input);
  });
  private readonly legend = new PaintedCanvas();
  private readonly words = element('p', { class: 'dim', 'data-part': 'field-words' });
  private readonly readout = element('p', { class: 'readout', role: 'status', 'data-part': 'field-readout' });
  private readonly problem = element('p', { class: 'failure', role: 'status' });
  private readonly body: HTMLElement;
  readonly root: HTMLElement;
  private readonly latest = new Latest();
  private readonly ahead = new Ahead();
  private wanted: { readonly moment: Moment; readonly neuron: number | null } | null = null;
  private moment: Moment | null = null;
  private shown: Shown | null = null;
  private theme: Theme | null = null;

  constructor(
    private readonly structure: Structure,
    private readonly neuron: ChosenNeuron,
    private readonly names: InputNames,
  ) {
    const step = (by: number): void => {
      if (this.shown === null) return;
      const { neuron: now, profile } = this.shown;
      this.neuron.pin((now + by + profile.outputs) % profile.outputs);
    };
    this.body = element('div', {}, this.picture.root, this.readout, this.legend.root, this.words);
    this.root = element(
      'section',
      { class: 'section half', 'data-part': 'field' },
      element('div', { class: 'section-head' }, element('h2', {}, term('receptiveField')), this.measure),
      element(
        'div',
        { class: 'section-head' },
        iconButton('chevron-left', 'Previous neuron (page up)', () => {
          step(-1);
        }),
        element('label', { class: 'field' }, element('span', { class: 'dim' }, 'Neuron'), this.number),
        iconButton('chevron-right', 'Next neuron (page down)', () => {
          step(1);
        }),
      ),
      this.problem,
      this.body,
    );
    this.root.addEventListener('keydown', (event) => {
      if (event.key !== 'PageUp' && event.key !== 'PageDown') return;
      event.preventDefault();
      step(event.key === 'PageUp' ? -1 : 1);
    });
    neuron.onChange(() => {
      this.reload();
    });
  }

  update(moment: Moment, theme: Theme): void {
    const repaint = theme !== this.theme;
    this.theme = theme;
    this.moment = moment;
    this.names.follow(moment.shown.path);
    const { wanted } = this;
    if (wanted === null || !sameMoment(wanted.moment, moment)) this.reload();
    else if (repaint) this.draw();
  }

  /** Paints again what is there: the shape of the inputs or their names are others. */
  redraw(): void {
    this.draw();
  }

  exported(): Exported | null {
    const { shown } = this;
    if (shown === null) return null;
    const { moment, neuron, field, before } = shown;
    const inputs = field.paths.length;
    const marks = fieldMarks(field, before);
    const layout = inputLayout(inputs, this.names.shape(inputs), exportedSide);
    return {
      id: 'receptiveField',
      title: `Neuron ${String(neuron)} of ${layerName(moment.layer, moment.layerCount)}`,
      subtitle: this.subtitle(shown),
      picture: {
        width: Math.max(layout.width, 240),
        height: layout.height + changeLegendHeight,
        paint: (context, theme) => {
          paintField(context, layout, theme, marks);
          paintFrame(context, layout, theme);
          context.translate(0, layout.height);
          paintChangeLegend(context, theme, entriesOf(marks, before !== null));
        },
      },
      table: {
        columns: ['Input', 'Name', 'Paths', 'Paths before'],
        rows: Array.from(field.paths, (paths, input) => [
          input,
          this.names.name(input, inputs),
          paths,
          before?.paths[input] ?? null,
        ]).filter(([, , paths, earlier]) => paths !== 0 || (earlier !== null && earlier !== 0)),
      },
    };
  }

  private reload(): void {
    if (this.moment === null) return;
    const { moment } = this;
    this.wanted = { moment, neuron: this.neuron.neuron };
    this.latest.load(
      this.read(moment, this.neuron.neuron),
      (shown) => {
        this.shown = shown;
        setText(this.problem, '');
        this.body.hidden = false;
        this.draw();
        this.ahead.load(
          moment.near.map(
            (near) => () => this.read({ ...moment, shown: near, against: null }, this.neuron.neuron),
          ),
        );
      },
      (reason) => {
        this.shown = null;
        setText(this.problem, reason);
        this.body.hidden = true;
      },
    );
  }

  private async read(moment: Moment, chosen: number | null): Promise<Shown> {
    const { shown, against, layer } = moment;
    const profile = await this.structure.profiles.load({ path: shown.path, layer });
    const [busiest] = topOf(profile.inDegrees, 1);
    // Layers have other numbers of neurons.
    const neuron = Math.min(chosen ?? busiest, profile.outputs - 1);
    const at = (path: string): Promise<ReceptiveField> => this.structure.fields.load({ path, layer, neuron });
    const [field, before] = await Promise.all([at(shown.path), against && at(against.path)]);
    return { moment, neuron, profile, field, before };
  }

  private draw(): void {
    const { shown, theme } = this;
    if (shown === null || theme === null) return;
    const { neuron, profile, field, before } = shown;
    const inputs = field.paths.length;
    const marks = fieldMarks(field, before);
    this.number.max = profile.outputs - 1;
    setValue(this.number, String(neuron));
    setText(this.measure, this.subtitle(shown));
    this.picture.update(
      {
        inputs,
        shape: this.names.shape(inputs),
        description: `Inputs of neuron ${String(neuron)}: ${this.wordsOf(shown, marks)}`,
        paint: (context, layout) => {
          paintField(context, layout, theme, marks);
        },
      },
      theme,
    );
    const entries = entriesOf(marks, before !== null);
    this.legend.update({
      description: entries.map(({ label }) => label).join(', '),
      heightFor: () => changeLegendHeight,
      paint: (context) => {
        paintChangeLegend(context, theme, entries);
      },
    });
    setText(this.words, this.wordsOf(shown, marks));
  }

  private subtitle({ moment: { shown, against, layer, layerCount } }: Shown): string {
    const since = against === null ? '' : ` against ${formatEpoch(against.epoch)}`;
    const how =
      layer === 0
        ? `its inputs, ${layerName(layer, layerCount)}`
        : `${layerName(layer, layerCount)}, traced back to the inputs: size by number of paths`;
    return `${how}, epoch ${formatEpoch(shown.epoch)}${since}`;
  }

  private wordsOf({ moment, field }: Shown, { kept, gained }: FieldMarks): string {
    const seen = [...kept.inputs, ...gained.inputs].sort((a, b) => a - b);
    const inputs = field.paths.length;
    const { length } = field.own;
    if (length === 0) return 'This neuron has no input.';
    if (moment.layer > 0) {
      const own = [...field.own].slice(0, mostNamed).map(String).join(', ');
      const more = length > mostNamed ? ' …' : '';
      return `It has ${plural(length, 'input')} of its own, ${length === 1 ? 'neuron' : 'neurons'} ${own}${more} of the layer before, and through them sees ${formatCount(seen.length)} of ${plural(inputs, 'input')}.`;
    }
    const named = seen.slice(0, mostNamed).map((input) => this.names.name(input, inputs));
    return `${plural(length, 'input')}: ${named.join('; ')}${seen.length > mostNamed ? '; …' : ''}`;
  }

  private point(input: number | null): void {
    if (input === null || this.shown === null) {
      setText(this.readout, '');
      return;
    }
    const { field, before } = this.shown;
    const name = this.names.name(input, field.paths.length);
    const paths = (of: ReceptiveField): string => plural(of.paths[input], 'path');
    const earlier = before === null ? '' : `, before ${paths(before)}`;
    setText(this.readout, `${name} (input ${String(input)}): ${paths(field)}${earlier}`);
  }
}

function paintField(
  context: CanvasRenderingContext2D,
  layout: InputLayout,
  theme: Theme,
  { kept, gained, lost }: FieldMarks,
): void {
  for (const marks of [kept, lost, gained]) paintMarks(context, layout, theme, marks);
}

function entriesOf({ kept, gained, lost }: FieldMarks, compared: boolean): readonly ChangeEntry[] {
  const entry = (name: string, { code, inputs }: InputMarks): ChangeEntry => ({
    code,
    label: `${name} ${formatCount(inputs.length)}`,
  });
  return compared
    ? [entry('kept', kept), entry('gained', gained), entry('lost', lost)]
    : [entry('inputs', kept)];
}
