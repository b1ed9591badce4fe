import type { LayerProfile, ReceptiveField } from '../../../../src/protocol/layerProfile';
import { atRest } from '../../../shared/atRest';
import { Ahead } from '../ahead';
import { topOf } from '../degrees/distribution';
import { Latest } from '../latest';
import type { Moment } from '../moment';
import type { FieldPlace, Structure } from '../structure';

/** What one neuron sees at a moment. */
export interface NeuronField {
  readonly moment: Moment;
  readonly neuron: number;
  readonly profile: LayerProfile;
  readonly field: ReceptiveField;
  readonly before: ReceptiveField | null;
}

export interface FieldAsked {
  readonly moment: Moment;
  /** Null for the one with the most inputs. */
  readonly neuron: number | null;
}

export interface FieldReaderEvents {
  readonly read: (field: NeuronField) => void;
  /** What this neuron sees is read at rest; what was there stays until then. */
  readonly later: (neuron: number) => void;
  readonly failed: (reason: string) => void;
}

/** In all layers of a checkpoint. Those of no more are read as quickly as the time line moves. */
const mostLinksAtOnce = 300_000;

/**
 * Reads what a neuron sees. For its weights the whole checkpoint has to be read, which is not kept: where that is large
 * it is done once the time line rests, and never ahead.
 */
export class FieldReader {
  private asked: FieldAsked | null = null;
  private readonly latest = new Latest();
  private readonly ahead = new Ahead();
  private readonly loadAtRest = atRest(() => {
    this.load(true);
  });

  /** `isListed`: whether so many inputs are a list. Only a list tells weights: an image has no room for numbers. */
  constructor(
    private readonly structure: Structure,
    private readonly isListed: (inputs: number) => boolean,
    private readonly events: FieldReaderEvents,
  ) {}

  read(asked: FieldAsked): void {
    this.asked = asked;
    this.load(false);
  }

  private load(resting: boolean): void {
    const { asked } = this;
    if (asked === null) return;
    this.latest.load(
      () => this.answer(asked, resting),
      (found) => {
        if (typeof found === 'number') {
          this.events.later(found);
          this.loadAtRest();
          return;
        }
        this.events.read(found);
        this.loadAhead(asked);
      },
      this.events.failed,
    );
  }

  private loadAhead({ moment, neuron }: FieldAsked): void {
    this.ahead.load(
      moment.near.map(
        (shown) => () => this.answer({ moment: { ...moment, shown, against: null }, neuron }, false),
      ),
    );
  }

  /** Only the number of the neuron where the rest is to be read at rest. */
  private async answer(
    { moment, neuron: chosen }: FieldAsked,
    resting: boolean,
  ): Promise<NeuronField | number> {
    const { shown, against, layer } = moment;
    const { fields, profiles } = this.structure;
    const profile = await profiles.load({ path: shown.path, layer });
    const [busiest] = topOf(profile.inDegrees, 1);
    // Layers have other numbers of neurons.
    const neuron = Math.min(chosen ?? busiest, profile.outputs - 1);
    const weights = layer === 0 && this.isListed(profile.inputs);
    const placeIn = ({ path }: { readonly path: string }): FieldPlace => ({ path, layer, neuron, weights });
    const isLarge = weights && linksOf(moment) > mostLinksAtOnce;
    const atHand = [shown, against].every((point) => point === null || fields.peek(placeIn(point)) !== null);
    if (isLarge && !resting && !atHand) return neuron;
    const [field, before] = await Promise.all([
      fields.load(placeIn(shown)),
      against && fields.load(placeIn(against)),
    ]);
    return { moment, neuron, profile, field, before };
  }
}

function linksOf({ shown }: Moment): number {
  return (shown.step?.facts.layers ?? []).reduce((sum, { links }) => sum + links, 0);
}
