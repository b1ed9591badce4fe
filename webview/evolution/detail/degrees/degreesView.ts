import type { DegreeFit, DegreeSide, LayerProfile } from '../../../../src/protocol/layerProfile';
import type { StructureChoices } from '../../../../src/protocol/structureChoices';
import type { Choices } from '../../../shared/choices';
import { setPressed, toggle } from '../../../shared/controls';
import { element, setText } from '../../../shared/dom';
import type { Exported, Exporting } from '../../../shared/exported';
import { formatEpoch } from '../../../shared/format';
import { layerName } from '../../../shared/layerCode';
import { NumbersTable } from '../../../shared/numbersTable';
import { PaintedCanvas } from '../../../shared/paintedCanvas';
import { term } from '../../../shared/term';
import type { Theme } from '../../../shared/theme';
import type { ChosenNeuron } from '../chosenNeuron';
import type { InputNames } from '../inputs/inputNames';
import { Ahead } from '../ahead';
import { Latest } from '../latest';
import { type Moment, sameMoment } from '../moment';
import type { MomentView } from '../momentView';
import type { Structure } from '../structure';
import { binAtPoint, binBeside, type BinPlace } from './binAtPoint';
import { degreePlaces, type DegreePicture, paintDegrees } from './degreePainter';
import { degreeTable, describeSide, readoutOf, sidesOf } from './degreeSides';
import './degrees.css';
import { FitLine } from './fitLine';
import { HubList } from './hubList';
import { hubsOf, hubWords } from './hubs';

interface Shown {
  readonly moment: Moment;
  readonly profile: LayerProfile;
  readonly against: LayerProfile | null;
}

/** How the links of a layer are shared out among its neurons and its inputs. */
export class DegreesView implements MomentView, Exporting {
  private readonly measure = element('span', { class: 'chart-measure' });
  private readonly log = toggle('Log–log', () => {
    this.choices.change({ logDegrees: !this.choices.current.logDegrees });
    this.draw();
  });
  private readonly picture = new PaintedCanvas(true);
  private readonly readout = element('p', {
    class: 'readout dim',
    role: 'status',
    'data-part': 'degree-readout',
  });
  private readonly problem = element('p', { class: 'failure', role: 'status' });
  private readonly fits: Readonly<Record<DegreeSide, FitLine>>;
  private readonly hubs: Readonly<Record<DegreeSide, HubList>>;
  private readonly numbers = new NumbersTable('Degrees as numbers');
  private readonly body: HTMLElement;
  readonly root: HTMLElement;
  private readonly latest = new Latest();
  private readonly ahead = new Ahead();
  private wanted: Moment | null = null;
  private shown: Shown | null = null;
  private theme: Theme | null = null;
  private pointed: BinPlace | null = null;

  constructor(
    private readonly structure: Structure,
    private readonly choices: Choices<StructureChoices>,
    neuron: ChosenNeuron,
    private readonly names: InputNames,
  ) {
    const redraw = (): void => {
      this.draw();
    };
    this.fits = { in: new FitLine(structure.fits, redraw), out: new FitLine(structure.fits, redraw) };
    this.hubs = { in: new HubList('Most inputs', neuron), out: new HubList('Most used inputs', null) };
    const sides = (['in', 'out'] as const).map((side) =>
      element('div', { class: 'degree-side' }, this.fits[side].root, this.hubs[side].root),
    );
    this.body = element(
      'div',
      {},
      this.picture.root,
      this.readout,
      element('div', { class: 'degree-sides' }, ...sides),
      this.numbers.root,
    );
    this.root = element(
      'section',
      { class: 'section', 'data-part': 'degrees' },
      element(
        'div',
        { class: 'section-head' },
        element('h2', {}, term('degreeDistribution', 'Degrees')),
        this.measure,
        element('span', { class: 'grow' }),
        this.log,
      ),
      this.problem,
      this.body,
    );
    const { canvas } = this.picture;
    canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => {
      this.point(binAtPoint(this.pictureNow(), this.picture.width, offsetX, offsetY));
    });
    for (const name of ['pointerleave', 'blur']) {
      canvas.addEventListener(name, () => {
        this.point(null);
      });
    }
    canvas.addEventListener('keydown', (event) => {
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      const turn = event.key === 'ArrowDown' || event.key === 'ArrowUp' ? 1 : 0;
      if (step === 0 && turn === 0) return;
      event.preventDefault();
      this.point(binBeside(this.pictureNow(), this.picture.width, this.pointed, { step, turn }));
    });
  }

  update(moment: Moment, theme: Theme): void {
    const repaint = theme !== this.theme;
    this.theme = theme;
    this.names.follow(moment.shown.path);
    if (sameMoment(this.wanted, moment)) {
      if (repaint) this.draw();
      return;
    }
    this.wanted = moment;
    const { layer } = moment;
    const at = (path: string): Promise<LayerProfile> => this.structure.profiles.load({ path, layer });
    this.latest.load(
      () => Promise.all([at(moment.shown.path), moment.against && at(moment.against.path)]),
      ([profile, against]) => {
        this.show({ moment, profile, against });
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
        setText(this.problem, reason);
        this.body.hidden = true;
      },
    );
  }

  /** Names again what is there: the shape of the inputs is another. */
  redraw(): void {
    if (this.shown !== null) this.nameHubs(this.shown);
  }

  exported(): Exported | null {
    if (this.shown === null) return null;
    const picture = this.pictureNow();
    const width = Math.max(640, this.picture.width);
    const { layer, layerCount } = this.shown.moment;
    return {
      id: 'degrees',
      title: `Degrees of ${layerName(layer, layerCount)}`,
      subtitle: this.subtitle(this.shown),
      picture: {
        width,
        height: degreePlaces(picture.plots.length, width).height,
        paint: (context, theme) => {
          paintDegrees(context, width, theme, picture);
        },
      },
      table: degreeTable(picture.plots),
    };
  }

  private show(shown: Shown): void {
    this.shown = shown;
    const { moment } = shown;
    setText(this.problem, '');
    this.body.hidden = false;
    setText(this.measure, this.subtitle(shown));
    for (const side of ['in', 'out'] as const) {
      this.fits[side].update({ path: moment.shown.path, layer: moment.layer, side });
    }
    this.nameHubs(shown);
    this.draw();
  }

  private nameHubs({ moment, profile, against }: Shown): void {
    const plots = sidesOf(profile, against);
    const neuron = (index: number): string => `neuron ${String(index)}`;
    const input = (index: number): string => this.names.name(index, profile.inputs);
    const names = { in: neuron, out: moment.layer === 0 ? input : neuron };
    for (const side of ['in', 'out'] as const) {
      const hubs = hubsOf(profile, against, side, names[side]);
      this.hubs[side].update(hubs, hubWords(plots[side].shown));
    }
  }

  private subtitle({ moment: { shown, against, layer, layerCount } }: Shown): string {
    const since = against === null ? '' : ` against ${formatEpoch(against.epoch)}`;
    return `neurons and inputs of ${layerName(layer, layerCount)} by their number of links, epoch ${formatEpoch(shown.epoch)}${since}`;
  }

  private point(place: BinPlace | null): void {
    const { plots } = this.pictureNow();
    this.pointed = place;
    setText(this.readout, place === null ? '' : readoutOf(plots[place.plot], place.bin));
    this.draw();
  }

  private draw(): void {
    const { theme, shown } = this;
    if (theme === null || shown === null) return;
    setPressed(this.log, this.choices.current.logDegrees);
    const picture = this.pictureNow();
    this.picture.update({
      description: picture.plots.map(describeSide).join(' '),
      heightFor: (width) => degreePlaces(picture.plots.length, width).height,
      paint: (context, width) => {
        paintDegrees(context, width, theme, picture, this.pointed);
      },
    });
    this.numbers.update(() => degreeTable(picture.plots));
  }

  private pictureNow(): DegreePicture {
    const logarithmic = this.choices.current.logDegrees;
    if (this.shown === null) {
      return { plots: [], legend: { shown: '', against: null, law: false }, logarithmic };
    }
    const { moment, profile, against } = this.shown;
    const sides = sidesOf(profile, against);
    const plots = (['in', 'out'] as const).map((side) => ({
      ...sides[side],
      law: lawOf(this.fits[side].fit),
    }));
    return {
      plots,
      legend: {
        shown: `epoch ${formatEpoch(moment.shown.epoch)}`,
        against: moment.against === null ? null : `epoch ${formatEpoch(moment.against.epoch)}`,
        law: plots.some(({ law }) => law !== null),
      },
      logarithmic,
    };
  }
}

function lawOf(fit: DegreeFit | null): DegreeFit['fit'] {
  return fit?.verdict === 'justified' ? fit.fit : null;
}
