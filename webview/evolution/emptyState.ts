import type { EvolutionHeader, EvolutionSnapshot } from '../../src/protocol/evolution';
import { formatCount } from '../shared/format';
import type { NoticeWords } from '../shared/notice';
import { isLive } from './model';

/** What can be asked of the extension about a series, by the name of the request. */
export type Remedy = 'readAgain' | 'showLog' | 'trainAgain' | 'addSeries';

export interface EmptyState extends NoticeWords {
  readonly remedies: readonly Remedy[];
  /** Whether nothing was read, nor will be unless something is done. */
  readonly alone: boolean;
}

/** What to say where a series shows nothing and nothing is on its way, or where its run failed; null otherwise. */
export function emptyStateOf(snapshot: EvolutionSnapshot): EmptyState | null {
  const { header, points, curve } = snapshot;
  const unread = points.every(({ step }) => step === null);
  const found = wordsFor(header, points.length, unread);
  if (found === null || points.some(({ status }) => status === 'pending')) return null;
  return { ...found, alone: unread && curve.length === 0 };
}

function wordsFor(header: EvolutionHeader, count: number, unread: boolean): Omit<EmptyState, 'alone'> | null {
  const { path, state, kind, missing } = header;
  if (unread && missing) {
    return {
      title: 'No checkpoint is to be found',
      advice: `${path} is gone, empty or cannot be read. Once it is back this panel fills again.`,
      remedies: ['readAgain', 'addSeries'],
    };
  }
  if (unread && count > 0) {
    return {
      title:
        count === 1
          ? 'Its only checkpoint cannot be read'
          : `None of its ${formatCount(count)} checkpoints can be read`,
      advice: 'The reasons are listed below. What is written again is read again by itself.',
      remedies: ['readAgain', 'addSeries'],
    };
  }
  if (state === 'failed') {
    return {
      title: 'Training failed',
      advice: `${unread ? 'No checkpoint was written before.' : 'Shown is what was written before.'} The log says more.`,
      remedies: ['showLog', 'trainAgain'],
    };
  }
  if (!unread || isLive(header)) return null;
  return kind === 'run'
    ? {
        title: 'This run has no checkpoint',
        advice: 'It ended before the first one, or they were deleted.',
        remedies: ['trainAgain', 'showLog'],
      }
    : {
        title: 'No checkpoint yet',
        advice: `What is written to ${path} appears here within a second: .safetensors files, single .npz layers, or folders such as epoch_010.`,
        remedies: ['readAgain', 'addSeries'],
      };
}
