import {
  firstInputList,
  inputsShownSchema,
  type StructureChoices,
} from '../../../../src/protocol/structureChoices';
import type { LayerProfile } from '../../../../src/protocol/layerProfile';
import type { Choices } from '../../../shared/choices';
import { field, select, setValue } from '../../../shared/controls';
import { element, setText } from '../../../shared/dom';
import type { Exported, ExportedPicture, Exporting } from '../../../shared/exported';
import type { ExportedTable } from '../../../shared/exportedTable';
import { formatCount, formatEpoch, plural } from '../../../shared/format';
import { inputLayout } from '../../../shared/inputLayout';
import { InputPicture, paintFrame } from '../../../shared/inputPicture';
import { NumbersTable } from '../../../shared/numbersTable';
import { PaintedCanvas } from '../../../shared/paintedCanvas';
import { ShapePicker } from '../../../shared/shapePicker';
import { term } from '../../../shared/term';
import type { Theme } from '../../../shared/theme';
import { Ahead } from '../ahead';
import { Latest } from '../latest';
import { type Moment, sameMoment } from '../moment';
import type { MomentView } from '../momentView';
import type { Structure } from '../structure';
import { barsPicture } from './barPainter';
import { mapColumns } from './inputColumns';
import { InputList } from './inputList';
import type { InputNames } from './inputNames';
import './inputs.css';
import { inputsTable } from './inputsTable';
import { type InputValues, inputValues, useCounts } from './inputValues';
import { inputRows, type ListedInputs, listWidth } from './listedInputs';
import { mapList } from './mapList';
import { paintMap, paintScale, scaleHeight } from './mapPainter';

interface Shown {
  readonly moment: Moment;
  readonly profile: LayerProfile;
  readonly against: LayerProfile | null;
}

const exportedSide = 360;

/** What the first layer looks at: how much it is linked to each input of the network. */
export class InputMapView implements MomentView, Exporting {
  private readonly measure = element('span', { class: 'chart-measure' });
  private readonly kind = select(
    [
      ['links', 'links'],
      ['weights', 'Σ|w|'],
      ['change', 'change'],
    ],
    () => {
      this.choices.change({ inputs: inputsShownSchema.parse(this.kind.value) });
      this.draw();
    },
  );
  private readonly shape = new ShapePicker('none, a ranking', (shape) => {
    this.choices.change({ shape });
    this.onShape();
  });
  private readonly picture = new InputPicture((input) => {
    this.point(input);
  });
  private readonly scale = new PaintedCanvas();
  private readonly list = new InputList('input-map-list', 'Inputs of the network', mapColumns, {
    chosen: (list) => {
      this.choices.change({ mapList: list });
      this.draw();
    },
    pointed: (input) => {
      this.point(input);
    },
  });
  private readonly uses = element('p', { class: 'dim', 'data-part': 'input-uses' });
  private readonly readout = element('p', { class: 'readout', role: 'status', 'data-part': 'input-readout' });
  private readonly problem = element('p', { class: 'failure', role: 'status' });
  private readonly numbers = new NumbersTable('Inputs as numbers');
  private readonly body: HTMLElement;
  readonly root: HTMLElement;
  private readonly latest = new Latest();
  private readonly ahead = new Ahead();
  private wanted: Moment | null = null;
  private shown: Shown | null = null;
  private theme: Theme | null = null;

  constructor(
    private readonly structure: Structure,
    private readonly choices: Choices<StructureChoices>,
    private readonly names: InputNames,
    private readonly onShape: () => void,
  ) {
    this.body = element(
      'div',
      {},
      this.picture.root,
      this.list.root,
      this.readout,
      element('div', { class: 'input-scale' }, this.scale.root),
      this.uses,
      this.numbers.root,
    );
    this.root = element(
      'section',
      { class: 'section half', 'data-part': 'input-map' },
      element('div', { class: 'section-head' }, element('h2', {}, term('inputMap')), this.measure),
      element('div', { class: 'section-head' }, field('Show', this.kind), this.shape.root),
      this.problem,
      this.body,
    );
  }

  update(moment: Moment, theme: Theme): void {
    const repaint = theme !== this.theme;
    this.theme = theme;
    this.names.follow(moment.shown.path);
    // The map is of the first layer, whichever is looked at.
    const first = { ...moment, layer: 0 };
    if (!sameMoment(this.wanted, first)) {
      this.wanted = first;
      this.reload();
    } else if (repaint) this.draw();
  }

  /** Paints again what is there: the shape of the inputs or their names are others. */
  redraw(): void {
    this.draw();
  }

  exported(): Exported | null {
    const { shown, theme } = this;
    const values = this.valuesNow();
    if (shown === null || theme === null || typeof values === 'string') return null;
    const { profile } = shown;
    return {
      id: 'inputMap',
      title: 'Input map',
      subtitle: this.subtitle(values),
      picture: this.exportedPicture(values, profile.inputs),
      table: this.exportedTable(values, profile.inputs),
    };
  }

  private reload(): void {
    if (this.wanted === null) return;
    const moment = this.wanted;
    const at = (path: string): Promise<LayerProfile> => this.structure.profiles.load({ path, layer: 0 });
    this.latest.load(
      () => Promise.all([at(moment.shown.path), moment.against && at(moment.against.path)]),
      ([profile, against]) => {
        this.shown = { moment, profile, against };
        this.draw();
        this.ahead.load(
          moment.near.map(
            ({ path }) =>
              () =>
                at(path),
          ),
        );
      },
      (reason) => {
        this.shown = null;
        this.fail(reason);
      },
    );
  }

  private fail(reason: string): void {
    setText(this.problem, reason);
    this.body.hidden = reason !== '';
  }

  private draw(): void {
    const { shown, theme } = this;
    if (shown === null || theme === null) return;
    const { profile, against } = shown;
    const { inputs } = profile;
    setValue(this.kind, this.choices.current.inputs);
    this.shape.update(this.names.shapes(inputs), this.names.shape(inputs));
    const values = this.valuesNow();
    if (typeof values === 'string') {
      setText(this.measure, '');
      this.fail(values);
      return;
    }
    this.fail('');
    setText(this.measure, this.subtitle(values));
    const shape = this.names.shape(inputs);
    this.picture.root.hidden = shape === null;
    this.scale.root.hidden = shape === null;
    this.list.root.hidden = shape !== null;
    // A list has its numbers in it.
    this.numbers.root.hidden = shape === null;
    this.root.classList.toggle('half', shape !== null);
    if (shape === null) this.list.update(this.listed(values, inputs), this.choices.current.mapList);
    else {
      this.picture.update(
        {
          inputs,
          shape,
          description: `${this.subtitle(values)}: ${this.words(values, inputs)}`,
          paint: (context, layout) => {
            paintMap(context, layout, theme, values);
          },
        },
        theme,
      );
      this.scale.update({
        description: `Colours from 0 to ${values.format(values.most)}`,
        heightFor: () => scaleHeight - 14,
        paint: (context, width) => {
          paintScale(context, width, theme, values);
        },
      });
    }
    const { problem } = this.names;
    const unnamed = problem === null ? '' : ` · its inputs are not named: ${problem}`;
    // A list has no crosses.
    const sign = shape === null ? '' : '✕ ';
    setText(this.uses, `${usesText(profile, against, sign)}${unnamed}`);
    this.numbers.update(() => this.exported()?.table ?? null);
  }

  private listed(values: InputValues, inputs: number): ListedInputs {
    return mapList(values, (input) => this.names.name(input, inputs));
  }

  private point(input: number | null): void {
    const values = this.valuesNow();
    if (input === null || typeof values === 'string' || this.shown === null) setText(this.readout, '');
    else {
      const unused = values.used(input) ? '' : ', no link';
      const name = this.names.name(input, this.shown.profile.inputs);
      setText(
        this.readout,
        `${name} (input ${String(input)}): ${values.format(values.values[input])}${unused}`,
      );
    }
  }

  private valuesNow(): ReturnType<typeof inputValues> {
    if (this.shown === null) return '';
    return inputValues(this.choices.current.inputs, this.shown.profile, this.shown.against);
  }

  private subtitle({ measure, kind }: InputValues): string {
    const { shown, against } = this.shown!.moment;
    const since = kind === 'change' && against !== null ? ` since ${formatEpoch(against.epoch)}` : '';
    return `${measure}${since}, epoch ${formatEpoch(shown.epoch)}`;
  }

  /** The largest few. */
  private words(values: InputValues, inputs: number): string {
    return inputRows(this.listed(values, inputs), firstInputList)
      .slice(0, 3)
      .map(({ name, input }) => `${name} ${values.format(values.values[input])}`)
      .join('; ');
  }

  private exportedTable(values: InputValues, inputs: number): ExportedTable {
    const listed = this.listed(values, inputs);
    if (this.names.shape(inputs) === null) {
      // Away from the panel nothing else tells what is listed.
      const columns = mapColumns.map((column) =>
        column.id === 'value' ? { ...column, label: values.measure } : column,
      );
      return inputsTable(listed, columns, this.choices.current.mapList);
    }
    return {
      columns: ['Input', 'Name', values.measure],
      rows: Array.from(values.values, (value, input) => [input, this.names.name(input, inputs), value]),
    };
  }

  private exportedPicture(values: InputValues, inputs: number): ExportedPicture {
    const shape = this.names.shape(inputs);
    if (shape === null) {
      const rows = inputRows(this.listed(values, inputs), { ...this.choices.current.mapList, all: false });
      return barsPicture(rows, values.format, listWidth);
    }
    const layout = inputLayout(inputs, shape, exportedSide);
    return {
      width: layout.width,
      height: layout.height + 12 + scaleHeight,
      paint: (context, theme) => {
        paintMap(context, layout, theme, values);
        paintFrame(context, layout, theme);
        context.translate(0, layout.height + 12);
        paintScale(context, layout.width, theme, values);
      },
    };
  }
}

/** `sign`: what stands for an input without a link. */
function usesText(profile: LayerProfile, against: LayerProfile | null, sign: string): string {
  const { unused, taken, left } = useCounts(profile, against);
  const never = unused === 0 ? 'every input is used' : `${sign}${plural(unused, 'input')} without a link`;
  return taken === null || left === null
    ? never
    : `${never} · since: ${formatCount(taken)} taken into use, ${formatCount(left)} given up`;
}
