import * as z from 'zod';
import { methodOf } from '../configSummary';
import type { KnownRun } from '../series/knownSeries';
import { experimentOf } from './experiments';

export const runOrders = ['newest', 'oldest', 'name', 'state', 'method', 'accuracy'] as const;
export type RunOrder = (typeof runOrders)[number];

export const runFilterSchema = z.object({
  /** Part of the name, in any case; '' is any. */
  name: z.string().default(''),
  /** Empty: any. 'unreadable' stands for a run without a state. */
  states: z.array(z.string()).default([]),
  /** As `methodOf` names them. Empty: any. */
  methods: z.array(z.string()).default([]),
  /** Made at most so many days ago; null: any time. */
  days: z.number().positive().nullable().default(null),
});
export type RunFilter = Readonly<z.infer<typeof runFilterSchema>>;
export const noFilter: RunFilter = runFilterSchema.parse({});

/** How the Runs view is arranged; kept by the workspace. */
export const runArrangementSchema = z.object({
  order: z.enum(runOrders).catch('newest').default('newest'),
  grouped: z.boolean().catch(false).default(false),
  filter: runFilterSchema.catch(noFilter).default(noFilter),
});
export type RunArrangement = Readonly<z.infer<typeof runArrangementSchema>>;

export interface RunGroup {
  readonly experiment: string;
  readonly runs: readonly KnownRun[];
}
export type ArrangedRun = KnownRun | RunGroup;

export function isGroup(item: ArrangedRun): item is RunGroup {
  return 'experiment' in item;
}

/** What a filter and a list of states and methods call the state of a run. */
export function stateOf({ run }: KnownRun): string {
  return run.state ?? 'unreadable';
}

export function isFiltering({ name, states, methods, days }: RunFilter): boolean {
  return name !== '' || states.length > 0 || methods.length > 0 || days !== null;
}

/** "failed, stopped · SET · last 7 days · “wide”" */
export function filterWords({ name, states, methods, days }: RunFilter): string {
  return [
    ...(states.length > 0 ? [states.join(', ')] : []),
    ...(methods.length > 0 ? [methods.join(', ')] : []),
    ...(days === null ? [] : [days === 1 ? 'last day' : `last ${days} days`]),
    ...(name === '' ? [] : [`“${name}”`]),
  ].join(' · ');
}

const dayMs = 24 * 60 * 60 * 1000;

export function passes(run: KnownRun, filter: RunFilter, nowMs: number): boolean {
  const { name, states, methods, days } = filter;
  return (
    run.name.toLowerCase().includes(name.toLowerCase()) &&
    (states.length === 0 || states.includes(stateOf(run))) &&
    (methods.length === 0 || methods.includes(methodOf(run.run.config) ?? '')) &&
    (days === null || nowMs - createdMs(run) <= days * dayMs)
  );
}

/** Those that pass the filter, in order; grouped, an experiment stands where its first run would. One run is no group. */
export function arrangeRuns(
  runs: readonly KnownRun[],
  { order, grouped, filter }: RunArrangement,
  nowMs: number,
): readonly ArrangedRun[] {
  const sorted = inOrder(
    runs.filter((run) => passes(run, filter, nowMs)),
    order,
  );
  if (!grouped) return sorted;
  const groups = new Map<string, KnownRun[]>();
  for (const run of sorted) {
    const experiment = experimentOf(run);
    const group = groups.get(experiment);
    if (group === undefined) groups.set(experiment, [run]);
    else group.push(run);
  }
  return [...groups].map(([experiment, members]) =>
    members.length === 1 ? members[0] : { experiment, runs: members },
  );
}

const collator = new Intl.Collator('en', { numeric: true });
const stateOrder = ['running', 'paused', 'interrupted', 'failed', 'unreadable', 'stopped', 'finished'];

/** By what each order looks at first; what cannot be told comes last. */
const keys: Readonly<Record<RunOrder, (run: KnownRun) => number | string>> = {
  newest: (run) => -createdMs(run),
  oldest: createdMs,
  name: ({ name }) => name,
  state: (run) => stateOrder.indexOf(stateOf(run)),
  method: ({ run }) => methodOf(run.config) ?? '\uffff',
  accuracy: ({ run }) => -(run.testAccuracy ?? -1),
};

/** Ties by newest first, then by path: the order never depends on that of the disk. */
function inOrder(runs: readonly KnownRun[], order: RunOrder): readonly KnownRun[] {
  return runs
    .map((run) => ({ run, key: keys[order](run), created: createdMs(run) }))
    .sort(
      (a, b) =>
        compareKeys(a.key, b.key) || b.created - a.created || collator.compare(a.run.path, b.run.path),
    )
    .map(({ run }) => run);
}

function compareKeys(a: number | string, b: number | string): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
}

/** 0 where it is not known. */
function createdMs({ run }: KnownRun): number {
  const time = Date.parse(run.record?.created ?? '');
  return Number.isNaN(time) ? 0 : time;
}
