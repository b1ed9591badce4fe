import { formatThree } from '../../shared/format';
import { methodTexts } from '../../shared/measureTexts';
import type { Compared } from '../model';
import { meanOf, pairMean } from '../pairMean';
import type { BesideState } from './besideStore';

/** "refined 0.482, computed in 5.1 s; greedy 0.497, computed in 3.4 s." Empty where no method stands beside. */
export function besideWords(compared: Compared, beside: BesideState): string {
  if (beside.phase === 'none') return '';
  const { name } = methodTexts[beside.method];
  if (beside.phase === 'failed') return `No distance by ${name}: ${beside.reason}`;
  if (beside.comparison === null) return `By ${name}: computing…`;
  const { measure, status } = compared;
  const own = result(methodTexts[measure.method].name, pairMean(compared), status.seconds);
  const { layers, seconds } = beside.comparison;
  return `${own}; ${result(name, meanOf(compared, layers), seconds)}.`;
}

function result(name: string, mean: number | null, seconds: number | undefined): string {
  const time = seconds === undefined ? 'known from before' : `computed in ${secondsText(seconds)}`;
  return `${name} ${formatThree(mean)}, ${time}`;
}

function secondsText(seconds: number): string {
  return `${seconds < 9.95 ? seconds.toFixed(seconds < 0.095 ? 2 : 1) : String(Math.round(seconds))}\u00a0s`;
}
