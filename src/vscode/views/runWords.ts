import { percent } from '../labels';
import type { KnownRun } from '../series/knownSeries';

/** "running · epoch 12 of 200 · 84.5 %" */
export function runDescription({ run, watchMode }: KnownRun): string {
  const parts = [run.state ?? 'unreadable'];
  if (run.epoch !== null) parts.push(`epoch ${run.epoch} of ${run.epochs ?? '?'}`);
  if (run.testAccuracy !== null) parts.push(percent(run.testAccuracy));
  if (watchMode === 'polling') parts.push('polled');
  return parts.join(' · ');
}

export const pollingNote =
  'No file events come from this folder, so it is looked at about once a second (network drive, or out of file watches).';

export const dragNote = 'Drag it into a comparison with Shift held.';
