import type { ComparedItem } from '../../../src/protocol/comparison';
import type { MapChoice } from '../../../src/protocol/manyChoices';
import { plural } from '../../shared/format';
import type { RunCode } from '../../shared/runCode';
import type { Compared } from '../model';
import type { Arrangements } from './arrangements';
import { type CompleteRows, leftOutWords } from './completeRows';
import { axesOf, classicalPlane, stressPlane, topologyMap, type TopologyMap } from './mapModel';

/** The map that is chosen, of what has been arranged so far; null before. */
export function mapOfItems(
  items: readonly ComparedItem[],
  arrangements: Arrangements,
  choice: MapChoice,
  codes: ReadonlyMap<string, RunCode>,
): TopologyMap | null {
  if (choice === 'stress') {
    const found = arrangements.stressMap(items);
    if (found === null) return null;
    return topologyMap(items, found.items, stressPlane(found.result, found.items.length), codes);
  }
  const found = arrangements.classicalMap(items);
  if (found === null) return null;
  const plane = classicalPlane(found.result, axesOf(choice), found.items.length);
  return topologyMap(items, found.items, plane, codes);
}

/** What its signs mean and what is left out; without a map, why there is none. */
export function mapWords({ items, status }: Compared, whole: CompleteRows, map: TopologyMap | null): string {
  if (map === null) {
    if (whole.rows.length > 2) return 'Being computed…';
    return status.phase === 'running'
      ? 'A map needs three checkpoints with all their distances; they are being computed.'
      : 'A map needs three checkpoints with all their distances.';
  }
  const numbered = items.every(({ moment }) => /^epoch \S+$/.test(moment)) ? ' · numbers are epochs' : '';
  const signs = `○ first · ● last checkpoint of a run${numbered}`;
  const words = leftOutWords(whole.leftOut, items);
  return words === '' ? signs : `${signs} · ${plural(whole.leftOut.length, 'checkpoint')} left out: ${words}`;
}
