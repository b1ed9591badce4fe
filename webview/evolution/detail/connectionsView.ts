import { frameOf, type Matching } from '../../../src/overlay/frame';
import { overlayOf, statusCounts } from '../../../src/overlay/overlay';
import { type LayerLinks, mostLinksSent } from '../../../src/protocol/layerData';
import type { LinkSorting } from '../../../src/protocol/linksShown';
import { gainedCode, keptCode, lostCode } from '../../shared/changeCode';
import { element, setText } from '../../shared/dom';
import type { Exported, Exporting } from '../../shared/exported';
import { formatCount, formatEpoch } from '../../shared/format';
import { describeLinks } from '../../shared/links/describeLinks';
import { namesFrom } from '../../shared/links/linkNames';
import type { LinkPictureData } from '../../shared/links/linkPictureData';
import { linkTable } from '../../shared/links/linkTable';
import { SortedPicture } from '../../shared/links/sortedPicture';
import type { LayerPlace } from '../../shared/linkStore';
import type { Theme } from '../../shared/theme';
import { Ahead } from './ahead';
import { tilesOf } from './connectionTiles';
import type { ConnectionsSources } from './connectionsSources';
import { type Moment, sameMoment } from './moment';
import type { MomentView } from './momentView';

/** Layers with more links are summed up by the analysis process: the page stays as quick as a hand on the time line. */
const mostLinksHere = 300_000;
/** An answer takes longer to come than the time line to go on. */
const loadsAtOnce = 6;
const labels = ['kept', 'gained', 'lost'] as const;

/** The links of a layer as a picture: which stayed, came and went. */
export class ConnectionsView implements MomentView, Exporting {
  private readonly subtitle = element('span', { class: 'dim' });
  private readonly note = element('p', { class: 'dim', role: 'status', 'data-part': 'connections-note' });
  private readonly summary = element('p', { class: 'visually-hidden', 'data-part': 'changes' });
  private readonly picture: SortedPicture<LinkSorting>;
  readonly root: HTMLElement;
  private moment: Moment | null = null;
  private theme: Theme | null = null;
  private data: LinkPictureData | null = null;
  private loading = false;
  private readonly ahead = new Ahead(loadsAtOnce);

  constructor(private readonly sources: ConnectionsSources) {
    this.picture = new SortedPicture({
      codes: [keptCode, gainedCode, lostCode],
      name: 'Connections',
      orders: [
        ['stored', 'stored'],
        ['degree', 'degree'],
        ['matching', 'matching'],
      ],
      explanation:
        'Degree: neurons and inputs with most links first. Matching: neurons of the checkpoint compared with stand where the neurons that they are matched with do.',
      restored: sources.restored,
      keep: (shown) => {
        sources.keep(shown);
      },
      onSorting: () => {
        this.showAgain();
      },
      onFailure: (error) => {
        this.fail(error);
      },
    });
    this.root = element(
      'section',
      { class: 'section', 'data-part': 'connections' },
      element('div', { class: 'section-head' }, element('h2', {}, 'Connections'), this.subtitle),
      this.note,
      this.picture.root,
      this.summary,
    );
  }

  update(moment: Moment, theme: Theme): void {
    if (sameMoment(this.moment, moment) && this.theme === theme) return;
    this.moment = moment;
    this.theme = theme;
    void this.show(moment, this.picture.sorting);
  }

  exported(): Exported | null {
    const picture = this.picture.exported();
    const { data } = this;
    if (picture === null || data === null) return null;
    return { id: 'connections', title: 'Connections', subtitle: data.title, picture, table: linkTable(data) };
  }

  private showAgain(): void {
    if (this.moment !== null) void this.show(this.moment, this.picture.sorting);
  }

  /** Draws at once what is at hand; what is not stays as it was until it has come. */
  private async show(moment: Moment, sorting: LinkSorting): Promise<void> {
    const { shown, against, layer } = moment;
    const problem = differentWidths(moment);
    const compared = problem === null ? against : null;
    const isCurrent = (): boolean => this.moment === moment && this.picture.sorting === sorting;
    try {
      const most = Math.max(linksOf(shown, layer), compared === null ? 0 : linksOf(compared, layer));
      if (most > (sorting === 'matching' ? mostLinksSent : mostLinksHere)) {
        await this.showTiles({ ...moment, against: compared }, sorting, isCurrent);
        return;
      }
      const places = [shown, compared].flatMap((point) =>
        point === null ? [] : [{ path: point.path, layer }],
      );
      const [base, other = null] = places.map((place) => this.sources.links.peek(place));
      if (base === null || (compared !== null && other === null)) {
        const loading = this.load(places);
        this.fetchAhead(moment);
        await loading;
        return;
      }
      let matching: Matching | null = null;
      if (sorting === 'matching' && compared !== null) {
        setText(this.note, 'Waiting for the matching of the two checkpoints…');
        matching = await this.matching(shown.path, compared.path, layer);
        if (!isCurrent()) return;
      }
      this.draw(overlayData({ ...moment, against: compared }, sorting, base, other, matching), problem);
      this.fetchAhead(moment);
    } catch (error) {
      if (isCurrent()) this.fail(error);
      else this.showAgain();
    }
  }

  /** Then shows what is wanted by that time: a hand on the time line is faster than a disk. */
  private async load(places: readonly LayerPlace[]): Promise<void> {
    if (this.loading) return;
    this.loading = true;
    try {
      await Promise.all(places.map((place) => this.sources.links.load(place)));
    } finally {
      this.loading = false;
    }
    this.showAgain();
  }

  private fetchAhead({ near, layer }: Moment): void {
    this.ahead.load(
      near
        .map(({ path }) => ({ path, layer }))
        .filter((place) => this.sources.links.peek(place) === null)
        .map((place) => () => this.sources.links.load(place)),
    );
  }

  private async showTiles(moment: Moment, sorting: LinkSorting, isCurrent: () => boolean): Promise<void> {
    const tiles = tilesOf(this.sources, moment, sorting === 'degree' ? 'degree' : 'stored', titleOf(moment));
    const note =
      sorting === 'matching'
        ? `As stored: neurons are sorted by their matching in layers of up to ${formatCount(mostLinksSent)} links.`
        : '';
    this.draw(tiles, note);
    const counts = await tiles.total();
    if (isCurrent()) this.draw({ ...tiles, counts }, note);
  }

  private async matching(a: string, b: string, layer: number): Promise<Matching> {
    const [own, before] = await Promise.all([
      this.sources.matching(a, b, layer),
      layer === 0 ? null : this.sources.matching(a, b, layer - 1),
    ]);
    return {
      neurons: own.partners,
      unitsBefore: before?.partners ?? null,
      inputsPerUnit: own.inputsPerUnit,
    };
  }

  private draw(data: LinkPictureData, note: string | null): void {
    this.data = data;
    setText(this.note, note ?? '');
    setText(this.subtitle, data.title);
    setText(this.summary, describeLinks('Connections', data));
    this.picture.root.hidden = false;
    this.picture.update(data, this.theme!);
  }

  private fail(error: unknown): void {
    setText(this.note, error instanceof Error ? error.message : String(error));
    this.picture.root.hidden = true;
    this.data = null;
  }
}

function linksOf({ step }: Moment['shown'], layer: number): number {
  return step?.facts.layers.at(layer)?.links ?? 0;
}

/** Why the two cannot be put over each other, or null. */
function differentWidths({ shown, against, layer }: Moment): string | null {
  const [a, b] = [shown, against].map((point) => point?.step?.facts.layers.at(layer));
  if (against === null || a === undefined || (a.inputs === b?.inputs && a.outputs === b.outputs)) return null;
  const other = b === undefined ? 'is not there' : `has ${formatCount(b.inputs)} → ${formatCount(b.outputs)}`;
  return `This layer ${other} at epoch ${formatEpoch(against.epoch)}: nothing is compared.`;
}

/** "784 inputs → 784 neurons, epoch 190 against 0" */
function titleOf({ shown, against, layer }: Moment): string {
  const facts = shown.step?.facts.layers.at(layer);
  const widths = `${formatCount(facts?.inputs ?? null)} inputs → ${formatCount(facts?.outputs ?? null)} neurons`;
  const other = against === null ? '' : ` against ${formatEpoch(against.epoch)}`;
  return `${widths}, epoch ${formatEpoch(shown.epoch)}${other}`;
}

function overlayData(
  moment: Moment,
  sorting: LinkSorting,
  base: LayerLinks,
  other: LayerLinks | null,
  matching: Matching | null,
): LinkPictureData {
  const frame = frameOf(base, other, sorting === 'degree' ? 'degree' : 'stored', matching);
  const overlay = overlayOf(base, other, frame);
  const epoch = moment.against === null ? '' : formatEpoch(moment.against.epoch);
  return {
    subject: `${sorting} ${String(moment.layer)}`,
    extent: { rows: frame.neurons.length, columns: frame.inputs.length },
    source: { kind: 'overlay', overlay, names: namesFrom(frame.neurons, frame.inputs) },
    counts: statusCounts(overlay),
    words: {
      compared: other !== null,
      labels,
      renamed(what, name) {
        const number = (what === 'neuron' ? frame.otherNeurons : frame.otherInputs)[name];
        if (matching === null || number < 0 || number === name) return null;
        return `${what} ${formatCount(number)} at epoch ${epoch}`;
      },
    },
    title: titleOf(moment),
  };
}
