import * as vscode from 'vscode';
import { methodOf } from '../configSummary';
import type { SeriesStore } from '../series/seriesStore';
import { noFilter, type RunFilter, type RunOrder, runOrders, stateOf } from '../views/runArrangement';
import type { RunsView } from '../views/runsView';

const orderLabels: Readonly<Record<RunOrder, string>> = {
  newest: 'Newest first',
  oldest: 'Oldest first',
  name: 'Name',
  state: 'State: live ones first, finished ones last',
  method: 'Method',
  accuracy: 'Accuracy: best first',
};

export async function sortRunsCommand(view: RunsView): Promise<void> {
  const { order } = view.arrangement;
  const pick = await vscode.window.showQuickPick(
    runOrders.map((each) => ({
      label: orderLabels[each],
      ...(each === order && { description: 'now' }),
      order: each,
    })),
    { title: 'Sort runs by what?' },
  );
  if (pick !== undefined) await view.arrange({ order: pick.order });
}

interface FilterPick extends vscode.QuickPickItem {
  readonly change?: () => Promise<Partial<RunFilter> | undefined>;
}

/** One thing at a time: state, method, date or name; what is chosen already stays. */
export async function filterRunsCommand(store: SeriesStore, view: RunsView): Promise<void> {
  await store.ready;
  const { filter } = view.arrangement;
  const runs = store.runs();
  const distinct = (values: readonly (string | null)[]): string[] =>
    [...new Set(values.filter((value) => value !== null))].sort();
  const any = 'any';
  const picks: FilterPick[] = [
    {
      label: 'State…',
      description: filter.states.join(', ') || any,
      change: async () => {
        const states = await pickSome(
          'Show runs in which states?',
          distinct(runs.map(stateOf)),
          filter.states,
        );
        return states && { states };
      },
    },
    {
      label: 'Method…',
      description: filter.methods.join(', ') || any,
      change: async () => {
        const methods = distinct(runs.map(({ run }) => methodOf(run.config)));
        const chosen = await pickSome('Show runs of which methods?', methods, filter.methods);
        return chosen && { methods: chosen };
      },
    },
    { label: 'Date…', description: filter.days === null ? any : daysLabel(filter.days), change: pickDays },
    {
      label: 'Name…',
      description: filter.name || any,
      change: async () => {
        const name = await vscode.window.showInputBox({
          title: 'Show runs whose name contains…',
          prompt: 'In any case. Empty: every name.',
          value: filter.name,
        });
        return name === undefined ? undefined : { name: name.trim() };
      },
    },
    { label: '$(clear-all) Show all runs', change: () => Promise.resolve(noFilter) },
  ];
  const pick = await vscode.window.showQuickPick(picks, { title: 'Show only some runs: by what?' });
  const change = await pick?.change?.();
  if (change !== undefined) await view.arrange({ filter: { ...filter, ...change } });
}

async function pickSome(
  title: string,
  values: readonly string[],
  chosen: readonly string[],
): Promise<string[] | undefined> {
  const picks = await vscode.window.showQuickPick(
    values.map((label) => ({ label, picked: chosen.includes(label) })),
    { title, placeHolder: 'None: any', canPickMany: true },
  );
  return picks?.map(({ label }) => label);
}

const spans: readonly (number | null)[] = [1, 7, 30, 365, null];

function daysLabel(days: number | null): string {
  if (days === null) return 'Any time';
  return days === 1 ? 'The last day' : `The last ${days} days`;
}

async function pickDays(): Promise<Partial<RunFilter> | undefined> {
  const pick = await vscode.window.showQuickPick(
    spans.map((days) => ({ label: daysLabel(days), days })),
    { title: 'Show runs that were started in…' },
  );
  return pick && { days: pick.days };
}
