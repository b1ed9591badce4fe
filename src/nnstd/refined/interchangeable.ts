import type { SearchState } from '../../kernels/search/searchState';
import { searchState } from '../../kernels/searchPlain';
import type { Topology } from '../../topology/topology';
import type { LayerDistance } from '../distance';
import type { Measure } from '../../measure/measure';
import { Exchanges, shareConsumer } from './exchanges';
import { pairProblem } from './pairProblem';
import { partnersOf } from './partners';
import { neuronsOf } from './ports';

/** Less is rounding. */
const TOLERANCE = 1e-10;

/**
 * For each layer, by neuron of `a`: 1 where it may exchange partners with another neuron at equal value of the mean over
 * all layers, so that its partner means nothing; to have none counts as a partner. `layers` is what `refined` gave by
 * this measure. Time grows with the pairs of neurons that have to do with each other's partners, not with all pairs.
 */
export function refinedInterchangeable(
  a: Topology,
  b: Topology,
  layers: readonly Pick<LayerDistance, 'matching'>[],
  { outputs }: Measure,
): Uint8Array[] {
  const problem = pairProblem(a, b, outputs);
  const state = searchState(problem);
  const matchings = layers.map(({ matching }) => matching);
  state.partner.set(partnersOf(problem, matchings));
  state.refresh();
  return matchings.map((matching, l) => {
    const present = b.layers[l].outputs;
    if (problem.movableLayers[l]) {
      const units = neuronsOf(problem.layout, l);
      return exchangeable(state, units, matching.length, (place) => place < present);
    }
    // Nothing depends on such a layer, but outputs that stand for themselves.
    const fixed = outputs === 'fixed' && l === matchings.length - 1;
    const free = !fixed && problem.widths[l] > 1 && present > 0;
    return new Uint8Array(matching.length).fill(free ? 1 : 0);
  });
}

/**
 * How a unit stands to its partner. One that shares neither an input nor a consumer with it is loose: the pair is worth
 * nothing, or the 1 of two neurons without inputs. Loose units that have nothing to do with each other's partners can
 * exchange them for nothing unless that makes or breaks a pair without inputs; so they are counted, not tried.
 */
interface Kind {
  readonly loose: boolean;
  /** False where there is none: two of these have nothing to exchange. */
  readonly hasPartner: boolean;
  /** Bit 0: the unit has no inputs; bit 1: its partner has none. 0 in a layer that does not count itself. */
  readonly empty: number;
}

/** For the first `count` of the units of a layer. `isPresent` tells whether this place of `b` is a neuron there. */
function exchangeable(
  state: SearchState,
  units: Int32Array,
  count: number,
  isPresent: (place: number) => boolean,
): Uint8Array {
  const exchanges = new Exchanges(state);
  const kinds = new Map(Array.from(units, (unit) => [unit, kindOf(state, unit, isPresent)]));
  const looseOfKind = new Map<string, { readonly kind: Kind; units: number }>();
  for (const kind of kinds.values()) {
    if (!kind.loose) continue;
    const name = `${String(kind.empty)} ${String(kind.hasPartner)}`;
    const seen = looseOfKind.get(name);
    if (seen === undefined) looseOfKind.set(name, { kind, units: 1 });
    else seen.units++;
  }
  const lopsided = [...units].filter((unit) => isLopsided(kinds.get(unit)!));

  const isFree = (unit: number): boolean => {
    const kind = kinds.get(unit)!;
    const forNothing = (other: number) => {
      const differ = kind.hasPartner || kinds.get(other)!.hasPartner;
      return differ && exchanges.isFree(other, TOLERANCE);
    };
    const linked = exchanges.lookAt(unit);
    for (const other of linked) if (forNothing(other)) return true;
    if (kind.loose) {
      let alike = exchangeFreely(kind, kind) ? -1 : 0;
      for (const seen of looseOfKind.values()) if (exchangeFreely(kind, seen.kind)) alike += seen.units;
      for (const other of linked) if (exchangeFreely(kind, kinds.get(other)!)) alike--;
      if (alike > 0) return true;
    }
    // What consumers lose may be just what a new pair without inputs is worth.
    if (!isLopsided(kind)) return false;
    return lopsided.some((other) => kinds.get(other)!.empty !== kind.empty && forNothing(other));
  };
  return Uint8Array.from(units.subarray(0, count), (unit) => (isFree(unit) ? 1 : 0));
}

function kindOf(state: SearchState, unit: number, isPresent: (place: number) => boolean): Kind {
  const { a, b, partner, layerFrom, portsPerUnit, weight } = state;
  const other = partner[unit];
  const empty = (a.fanIn[unit] === 0 ? 1 : 0) + (b.fanIn[other] === 0 ? 2 : 0);
  return {
    loose: state.common[unit] === 0 && !shareConsumer(state, unit),
    hasPartner: isPresent((other - layerFrom[other]) / portsPerUnit[other]),
    empty: weight[unit] === 0 ? 0 : empty,
  };
}

/** Whether two units exchange partners for nothing if they have nothing to do with each other's. */
function exchangeFreely(x: Kind, y: Kind): boolean {
  return x.loose && y.loose && (x.hasPartner || y.hasPartner) && (x.empty ^ y.empty) !== 3;
}

/** Whether just one of a unit and its partner has no inputs. */
function isLopsided({ empty }: Kind): boolean {
  return empty === 1 || empty === 2;
}
