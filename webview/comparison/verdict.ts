import { formatShare, formatThree, noValue } from '../shared/format';
import type { Compared } from './model';
import { chanceMean, layersOf, pairMean } from './pairMean';

/** The number at the top, and what it means. */
export interface Verdict {
  /** "0.482", or a sign that it is not there yet. */
  readonly number: string;
  /** Measured against chance. */
  readonly sentence: string;
  /** In terms of neurons and their inputs. */
  readonly meaning: string;
  /** 0 to 1 for the bar; null where there is no distance. */
  readonly value: number | null;
  /** Where unrelated networks stand on that bar. */
  readonly chance: number | null;
  readonly tone: 'value' | 'waiting' | 'failed';
}

export function verdictOf(compared: Compared): Verdict {
  const { status, items } = compared;
  const without = (number: string, sentence: string, tone: Verdict['tone']): Verdict => ({
    number,
    sentence,
    meaning: '',
    value: null,
    chance: null,
    tone,
  });
  if (status.phase === 'failed') {
    const problems = items.flatMap(({ problem, label }) =>
      problem === null ? [] : [`${label}: ${problem}`],
    );
    const given = problems.length === 0 ? 'No reason was given.' : problems.join('. ');
    return without('No distance', status.reason ?? given, 'failed');
  }
  if (status.phase === 'cancelled') {
    return without(noValue, 'Cancelled before all layers were compared.', 'waiting');
  }
  if (status.phase === 'running') {
    return without(noValue, 'The mean over the layers appears when the last one is done.', 'waiting');
  }
  const mean = pairMean(compared);
  if (mean === null) return without(noValue, nothingCounts(compared), 'failed');
  const level = chanceOf(compared);
  return {
    number: formatThree(mean),
    sentence: againstChance(compared, mean, level),
    meaning: meaningOf(mean),
    value: mean,
    chance: level,
    tone: 'value',
  };
}

/** How far apart two unrelated networks with these widths and numbers of links are; null while unknown. */
function chanceOf(compared: Compared): number | null {
  const { links } = compared.yardsticks;
  return links.phase === 'done'
    ? (chanceMean(layersOf(compared.items, 0, 1), compared.rule, links.result)?.mean ?? null)
    : null;
}

function nothingCounts({ layers, rule }: Compared): string {
  return rule.counting === 'sparse' && layers.length > 0
    ? 'Every layer is full in both networks: there is no topology to compare.'
    : 'No layer counts: choose one in the table.';
}

function againstChance({ yardsticks }: Compared, mean: number, level: number | null): string {
  const same = '0 is the same network up to renaming its neurons';
  if (level !== null) {
    const share = level === 0 ? '' : `${formatShare(mean / level)} of chance: `;
    const unrelated = `two unrelated ones of this density are ${formatThree(level)} apart`;
    return `${share}${same}, ${unrelated}.`;
  }
  return yardsticks.links.phase === 'running'
    ? `${same}, 1 shares nothing. How far two unrelated ones are apart is being computed…`
    : `${same}, 1 shares nothing.`;
}

/** NNSTD is the mean, over matched neurons, of the share of their inputs that only one of the two has. */
function meaningOf(mean: number): string {
  if (mean === 0) return 'The same network, up to the names of its neurons.';
  if (mean === 1) return 'Nothing shared: no matched pair of neurons has an input in common.';
  const percent = mean < 0.005 ? 'under 1' : mean > 0.995 ? 'over 99' : String(Math.round(mean * 100));
  return `On average, ${percent}\u00a0% of the inputs that two matched neurons have between them belong to only one of the two.`;
}
