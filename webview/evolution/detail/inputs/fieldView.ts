import type { StructureChoices } from '../../../../src/protocol/structureChoices';
import type { Choices } from '../../../shared/choices';
import { iconButton, numberField, setValue } from '../../../shared/controls';
import { element, setText } from '../../../shared/dom';
import type { Exported, ExportedPicture, Exporting } from '../../../shared/exported';
import { plural } from '../../../shared/format';
import { inputLayout } from '../../../shared/inputLayout';
import { InputPicture } from '../../../shared/inputPicture';
import { layerName } from '../../../shared/layerCode';
import { PaintedCanvas } from '../../../shared/paintedCanvas';
import { term } from '../../../shared/term';
import type { Theme } from '../../../shared/theme';
import type { ChosenNeuron } from '../chosenNeuron';
import { type Moment, sameMoment } from '../moment';
import type { MomentView } from '../momentView';
import type { Structure } from '../structure';
import { changeLegendHeight, paintChangeLegend } from './changeLegend';
import { barsPicture } from './barPainter';
import { fieldList } from './fieldList';
import { type FieldMarks, fieldMarks } from './fieldMarks';
import { changeEntries, fieldPicture, paintField } from './fieldPicture';
import { FieldReader, type NeuronField } from './fieldReader';
import { fieldSubtitle, fieldWords, stillText } from './fieldWords';
import { fieldColumns, type FieldKind } from './inputColumns';
import { InputList } from './inputList';
import type { InputNames } from './inputNames';
import { inputsTable } from './inputsTable';
import './inputs.css';
import { inputRows, type ListedInputs, listWidth } from './listedInputs';

const exportedSide = 360;

/** Which inputs of the network one neuron of the chosen layer sees, and since when. */
export class FieldView implements MomentView, Exporting {
  private readonly measure = element('span', { class: 'chart-measure' });
  private readonly number = numberField('Neuron', { min: 0, max: 2 ** 31, step: 1 }, (neuron) => {
    this.neuron.pin(neuron);
  });
  private readonly picture = new InputPicture((input) => {
    this.point(input);
  });
  /** Of inputs that are no image. */
  private readonly lists = { weights: this.listOf('weights'), paths: this.listOf('paths') };
  private readonly legend = new PaintedCanvas();
  private readonly words = element('p', { class: 'dim', 'data-part': 'field-words' });
  private readonly readout = element('p', { class: 'readout', role: 'status', 'data-part': 'field-readout' });
  private readonly still = element('span', { class: 'dim field-still', role: 'status' });
  private readonly problem = element('p', { class: 'failure', role: 'status' });
  private readonly body: HTMLElement;
  readonly root: HTMLElement;
  private readonly reader: FieldReader;
  private moment: Moment | null = null;
  private shown: NeuronField | null = null;
  private theme: Theme | null = null;

  constructor(
    structure: Structure,
    private readonly choices: Choices<StructureChoices>,
    private readonly neuron: ChosenNeuron,
    private readonly names: InputNames,
  ) {
    this.reader = new FieldReader(structure, (inputs) => names.shape(inputs) === null, {
      read: (shown) => {
        this.show(shown);
      },
      later: (neuron) => {
        this.keep(neuron);
      },
      failed: (reason) => {
        this.fail(reason);
      },
    });
    const step = (by: number): void => {
      if (this.shown === null) return;
      const { neuron: now, profile } = this.shown;
      // The one before may be still to be read.
      const from = Math.min(this.neuron.neuron ?? now, profile.outputs - 1);
      this.neuron.pin((from + by + profile.outputs) % profile.outputs);
    };
    this.body = element(
      'div',
      {},
      this.picture.root,
      this.lists.weights.root,
      this.lists.paths.root,
      this.readout,
      this.legend.root,
      this.words,
    );
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
        this.still,
      ),
      this.problem,
      this.body,
    );
    this.root.addEventListener('keydown', (event) => {
      if (event.defaultPrevented || (event.key !== 'PageUp' && event.key !== 'PageDown')) return;
      event.preventDefault();
      step(event.key === 'PageUp' ? -1 : 1);
    });
    neuron.onChange(() => {
      this.reload();
    });
  }

  update(moment: Moment, theme: Theme): void {
    const repaint = theme !== this.theme;
    const moved = !sameMoment(this.moment, moment);
    this.theme = theme;
    this.moment = moment;
    this.names.follow(moment.shown.path);
    if (moved) this.reload();
    else if (repaint) this.draw();
  }

  /** The shape of the inputs or their names are others: a list has weights, an image has none. */
  redraw(): void {
    this.reload();
  }

  exported(): Exported | null {
    const { shown } = this;
    if (shown === null) return null;
    const { moment, neuron } = shown;
    return {
      id: 'receptiveField',
      title: `Neuron ${String(neuron)} of ${layerName(moment.layer, moment.layerCount)}`,
      subtitle: this.subtitle(shown),
      picture: this.exportedPicture(shown),
      table: inputsTable(
        this.listed(shown),
        fieldColumns[this.kindOf(shown)],
        this.choices.current.fieldList,
      ),
    };
  }

  private reload(): void {
    if (this.moment !== null) this.reader.read({ moment: this.moment, neuron: this.neuron.neuron });
  }

  private show(shown: NeuronField): void {
    this.shown = shown;
    setText(this.problem, '');
    setText(this.still, '');
    this.body.hidden = false;
    this.body.ariaBusy = 'false';
    this.draw();
  }

  /** What is there stays until what this neuron sees is read. */
  private keep(neuron: number): void {
    setValue(this.number, String(neuron));
    if (this.shown === null) return;
    this.body.ariaBusy = 'true';
    setText(this.still, stillText(this.shown));
  }

  private fail(reason: string): void {
    this.shown = null;
    setText(this.problem, reason);
    setText(this.still, '');
    this.body.hidden = true;
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
    const shape = this.names.shape(inputs);
    this.root.classList.toggle('half', shape !== null);
    this.picture.root.hidden = shape === null;
    const kind = this.kindOf(shown);
    for (const each of ['weights', 'paths'] as const) {
      this.lists[each].root.hidden = shape !== null || each !== kind;
    }
    if (shape === null) this.lists[kind].update(this.listed(shown), this.choices.current.fieldList);
    else {
      this.picture.update(
        {
          inputs,
          shape,
          description: `Inputs of neuron ${String(neuron)}: ${this.wordsOf(shown, marks)}`,
          paint: (context, layout) => {
            paintField(context, layout, theme, marks);
          },
        },
        theme,
      );
    }
    const entries = changeEntries(marks, before !== null);
    this.legend.update({
      description: entries.map(({ label }) => label).join(', '),
      heightFor: () => changeLegendHeight,
      paint: (context) => {
        paintChangeLegend(context, theme, entries);
      },
    });
    setText(this.words, this.wordsOf(shown, marks));
  }

  private listOf(kind: FieldKind): InputList {
    return new InputList(`field-${kind}`, 'Inputs of the neuron', fieldColumns[kind], {
      chosen: (fieldList) => {
        this.choices.change({ fieldList });
        this.draw();
      },
      pointed: (input) => {
        this.point(input);
      },
    });
  }

  private listed(shown: NeuronField): ListedInputs {
    const { field, before } = shown;
    const inputs = field.paths.length;
    return fieldList(field, before, this.kindOf(shown), (input) => this.names.name(input, inputs));
  }

  /** A link of the first layer is an input of the network: it has a weight of its own. */
  private kindOf({ moment, field }: NeuronField): FieldKind {
    return moment.layer === 0 && field.weights !== null ? 'weights' : 'paths';
  }

  private isPicture({ field }: NeuronField): boolean {
    return this.names.shape(field.paths.length) !== null;
  }

  private subtitle(shown: NeuronField): string {
    return fieldSubtitle(shown.moment, this.isPicture(shown) ? 'size' : 'bars');
  }

  private wordsOf(shown: NeuronField, { kept, gained }: FieldMarks): string {
    const { moment, field } = shown;
    const seen = [...kept.inputs, ...gained.inputs].sort((a, b) => a - b);
    const nameOf = (input: number): string => this.names.name(input, field.paths.length);
    return fieldWords(moment, field, seen, this.isPicture(shown) ? nameOf : null);
  }

  private exportedPicture(shown: NeuronField): ExportedPicture {
    const { field, before } = shown;
    const inputs = field.paths.length;
    const shape = this.names.shape(inputs);
    if (shape === null) {
      const listed = this.listed(shown);
      const rows = inputRows(listed, { ...this.choices.current.fieldList, all: false });
      return barsPicture(rows, listed.format, listWidth);
    }
    return fieldPicture(inputLayout(inputs, shape, exportedSide), fieldMarks(field, before), before !== null);
  }

  private point(input: number | null): void {
    const { shown } = this;
    if (input === null || shown === null) {
      setText(this.readout, '');
      return;
    }
    const { describe, format } = this.listed(shown);
    const { name, value, before } = describe(input);
    const words = (of: number | null): string => {
      if (this.kindOf(shown) === 'paths') return plural(of ?? 0, 'path');
      return of === null ? 'no link' : `weight ${format(of)}`;
    };
    const earlier = shown.before === null ? '' : `, before ${words(before)}`;
    setText(this.readout, `${name} (input ${String(input)}): ${words(value)}${earlier}`);
  }
}
