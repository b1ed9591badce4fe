import type { EvolutionSnapshot } from '../../src/protocol/evolution';
import { type EvolutionEvent, type SeriesEvent, withEvents } from './model';

/** The series of a panel after `events`, in the order they came. A new one stands last. */
export function withPanelEvents(
  all: readonly EvolutionSnapshot[],
  events: readonly EvolutionEvent[],
): readonly EvolutionSnapshot[] {
  const series = new Map(all.map((each) => [each.header.path, each]));
  // Put together, since each application costs as much as the series has points.
  const told = new Map<string, SeriesEvent[]>();
  for (const event of events) {
    switch (event.name) {
      case 'joined':
        told.delete(event.value.header.path);
        series.set(event.value.header.path, event.value);
        break;
      case 'left':
        series.delete(event.value);
        break;
      case 'rewritten':
        // Its points follow.
        break;
      default: {
        const { series: path, value } = event.value;
        const before = told.get(path) ?? [];
        told.set(path, [...before, { name: event.name, value } as SeriesEvent]);
      }
    }
  }
  return [...series].map(([path, each]) => withEvents(each, told.get(path) ?? []));
}

/** The series that time line and details belong to: the chosen one, or the first. */
export function focusOf(all: readonly EvolutionSnapshot[], chosen: string | null): EvolutionSnapshot | null {
  return all.find(({ header }) => header.path === chosen) ?? all.at(0) ?? null;
}

/** Names that tell the series apart, by path: with as many folders before them as it takes. */
export function namesOf(all: readonly EvolutionSnapshot[]): ReadonlyMap<string, string> {
  const paths = all.map(({ header }) => header.path);
  return new Map(
    all.map(({ header }) => {
      const same = all.filter((other) => other.header.name === header.name);
      if (same.length === 1) return [header.path, header.name];
      const parts = header.path.split(/[\\/]/);
      for (let count = 2; count < parts.length; count++) {
        const name = parts.slice(-count).join('/');
        const fits = paths.filter((path) => path.split(/[\\/]/).slice(-count).join('/') === name);
        if (fits.length === 1) return [header.path, name];
      }
      return [header.path, header.path];
    }),
  );
}

/** Switches off the lines of one series in all charts. */
export const runId = (path: string): string => `run:${path}`;

/** Legend entries switched off so that only one of the series is seen; none where that is so already. */
export function hiddenButOne(
  hidden: ReadonlySet<string>,
  paths: readonly string[],
  only: string,
): ReadonlySet<string> {
  const ids = paths.map(runId);
  const rest = [...hidden].filter((id) => !ids.includes(id));
  const others = ids.filter((id) => id !== runId(only));
  const alone = !hidden.has(runId(only)) && others.every((id) => hidden.has(id));
  return new Set(alone ? rest : [...rest, ...others]);
}
