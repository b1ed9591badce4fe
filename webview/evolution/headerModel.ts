import type { EvolutionSnapshot } from '../../src/protocol/evolution';
import { plural } from '../shared/format';
import { isLive } from './model';

export interface StateBadge {
  /** A sign beside the word, so that colour is not needed. */
  readonly sign: string;
  readonly word: string;
  readonly tone: 'good' | 'calm' | 'warning' | 'bad';
}

const badges: Readonly<Partial<Record<string, Omit<StateBadge, 'word'>>>> = {
  running: { sign: '●', tone: 'good' },
  paused: { sign: '‖', tone: 'warning' },
  finished: { sign: '✓', tone: 'calm' },
  stopped: { sign: '■', tone: 'calm' },
  interrupted: { sign: '!', tone: 'warning' },
  failed: { sign: '✕', tone: 'bad' },
};

export function badgeOf(state: string | null): StateBadge | null {
  if (state === null) return null;
  return { ...(badges[state] ?? { sign: '○', tone: 'calm' }), word: state };
}

/** "9 checkpoints · 2 being computed · 1 failed". */
export function checkpointsText({ header, points }: EvolutionSnapshot): string {
  const ended = header.kind === 'run' && !isLive(header);
  const pending = points.filter(({ status }) => status === 'pending').length;
  const failed = points.filter(({ status }) => status === 'failed').length;
  return [
    points.length === 0 ? `no checkpoint${ended ? '' : ' yet'}` : plural(points.length, 'checkpoint'),
    ...(pending === 0 ? [] : [`${String(pending)} being computed`]),
    ...(failed === 0 ? [] : [`${String(failed)} failed`]),
  ].join(' · ');
}
