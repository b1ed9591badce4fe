import type { Matching } from '../../../src/overlay/frame';
import { mostLinksSent } from '../../../src/protocol/layerData';
import type { OverlayShown } from '../../../src/protocol/pairChoices';
import { onlyACode, onlyBCode, sharedCode } from '../../shared/changeCode';
import { element, setText } from '../../shared/dom';
import type { Exported, Exporting } from '../../shared/exported';
import { formatCount, formatShare, formatThree } from '../../shared/format';
import { describeLinks } from '../../shared/links/describeLinks';
import type { LinkPictureData } from '../../shared/links/linkPictureData';
import { linkTable } from '../../shared/links/linkTable';
import { SortedPicture } from '../../shared/links/sortedPicture';
import type { Theme } from '../../shared/theme';
import { inputNamesOf } from './inputNames';
import { overlaidLinks, overlaidTiles } from './overlayData';
import type { LayerOfPair } from './pairDetail';
import { linksOfBoth } from './linksOfBoth';
import type { PairSources } from './pairSources';

/** A layer of both networks over each other, once neurons and inputs of B stand where their partners in A do. */
export class OverlayView implements Exporting {
  private readonly subtitle = element('span', { class: 'dim' });
  private readonly message = element('p', { class: 'dim', role: 'status', 'data-part': 'overlay-message' });
  private readonly words = element('p', { class: 'dim words', 'data-part': 'overlay-words' });
  private readonly summary = element('p', { class: 'visually-hidden', 'data-part': 'overlay-summary' });
  private readonly picture: SortedPicture<OverlayShown['sorting']>;
  private readonly body: HTMLElement;
  readonly root: HTMLElement;
  private wanted: { readonly pair: LayerOfPair; readonly theme: Theme } | null = null;
  private data: LinkPictureData | null = null;
  /** The latest of what was to be shown: an answer that comes later than another is left aside. */
  private asked = 0;

  constructor(private readonly sources: PairSources) {
    this.picture = new SortedPicture({
      codes: [sharedCode, onlyACode, onlyBCode],
      name: 'Overlay',
      orders: [
        ['stored', 'as stored in A'],
        ['degree', 'by degree in A'],
      ],
      explanation: 'By degree: neurons and inputs of A with most links first.',
      restored: sources.overlay,
      keep: (shown) => {
        sources.keepOverlay(shown);
      },
      onSorting: () => {
        if (this.wanted !== null) void this.show(this.wanted);
      },
      onFailure: (error) => {
        this.fail(error);
      },
    });
    this.body = element('div', {}, this.picture.root, this.words, this.summary);
    this.root = element(
      'section',
      { class: 'section overlay', 'data-part': 'overlay' },
      element('div', { class: 'section-head' }, element('h2', {}, 'Both over each other'), this.subtitle),
      this.message,
      this.body,
    );
  }

  update(pair: LayerOfPair, theme: Theme): void {
    const { wanted, data } = this;
    const same = wanted?.pair.neurons === pair.neurons && wanted.theme === theme;
    this.wanted = { pair, theme };
    if (!same || data === null) void this.show(this.wanted);
  }

  exported(): Exported | null {
    const { data, wanted } = this;
    const picture = this.picture.exported();
    if (picture === null || data === null || wanted === null) return null;
    const { compared, name } = wanted.pair;
    const [a, b] = compared.items;
    return {
      id: 'overlay',
      title: `Both over each other, ${name.toLowerCase()}`,
      subtitle: `A ${a.label}, B ${b.label}: ${data.title} (${compared.measure.method})`,
      picture,
      table: linkTable(data),
    };
  }

  private async show({ pair, theme }: NonNullable<OverlayView['wanted']>): Promise<void> {
    const asked = ++this.asked;
    this.data = null;
    const names = inputNamesOf(this.sources.matchings, pair.layer);
    if ('problem' in names) {
      this.say(
        names.problem === null
          ? 'Looking for how the inputs are called in B…'
          : `The inputs of B cannot be renamed: ${names.problem}`,
      );
      return;
    }
    const { partners: unitsBefore, inputsPerUnit } = names;
    try {
      const data = await this.dataOf(pair, { neurons: pair.matching.partners, unitsBefore, inputsPerUnit });
      if (asked !== this.asked) return;
      this.draw(data, pair, theme);
    } catch (error) {
      if (asked === this.asked) this.fail(error);
    }
  }

  private async dataOf(
    { compared, layer, neurons }: LayerOfPair,
    matching: Matching,
  ): Promise<LinkPictureData> {
    const order = this.picture.sorting;
    const facts = compared.items.map((item) => ({ path: item.path, ...item.facts!.layers[layer] }));
    if (facts.some(({ links }) => links > mostLinksSent)) {
      return overlaidTiles(
        { layer, a: facts[0], b: facts[1], matching, order },
        neurons,
        this.sources.layerTile,
      );
    }
    const links = await linksOfBoth(this.sources.links, compared, layer);
    return overlaidLinks({ layer, ...links, matching, order });
  }

  private draw(data: LinkPictureData, { compared, layer }: LayerOfPair, theme: Theme): void {
    this.data = data;
    setText(this.message, '');
    setText(this.subtitle, data.title);
    setText(
      this.words,
      wordsOf(data, compared.layers.find((each) => each.layer === layer)?.distance ?? null),
    );
    setText(this.summary, describeLinks('Overlay', data));
    this.body.hidden = false;
    this.picture.update(data, theme);
  }

  private fail(error: unknown): void {
    this.say(`The links cannot be shown: ${error instanceof Error ? error.message : String(error)}`);
  }

  private say(text: string): void {
    this.data = null;
    setText(this.message, text);
    this.body.hidden = true;
  }
}

/** How the counts and the distance hang together. */
function wordsOf({ counts }: LinkPictureData, distance: number | null): string {
  const [shared, onlyA, onlyB] = counts!;
  const total = shared + onlyA + onlyB;
  if (total === 0) return 'Neither network has a link in this layer.';
  const mean =
    distance === null
      ? ''
      : ` The distance of the layer, ${formatThree(distance)}, is the mean over neurons of the share that is not.`;
  return `Of ${formatCount(total)} links, ${formatCount(shared)} (${formatShare(shared / total)}) are in both networks.${mean}`;
}
