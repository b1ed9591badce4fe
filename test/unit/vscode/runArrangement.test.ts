import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KnownRun } from '../../../src/vscode/series/knownSeries';
import { experimentOf } from '../../../src/vscode/views/experiments';
import {
  arrangeRuns,
  filterWords,
  isGroup,
  noFilter,
  type RunArrangement,
  runArrangementSchema,
  type RunOrder,
  runOrders,
} from '../../../src/vscode/views/runArrangement';
import { knownRun } from './knownRuns';

const now = Date.parse('2026-03-10T12:00:00Z');
const usual: RunArrangement = { order: 'newest', grouped: false, filter: noFilter };

const runs = [
  knownRun({ folder: 'set-2', created: '2026-03-10T11:00:00Z', method: 'set', testAccuracy: 0.8 }),
  knownRun({ folder: 'set-10', created: '2026-03-01T00:00:00Z', method: 'set', state: 'failed' }),
  knownRun({
    folder: 'rigl',
    created: '2026-03-09T00:00:00Z',
    method: 'rigl',
    state: 'running',
    testAccuracy: 0.9,
  }),
  knownRun({ folder: 'broken', state: null }),
];
const folders = (arranged: readonly unknown[]): string[] =>
  (arranged as readonly KnownRun[]).map(({ run }) => run.name);
const by = (order: RunOrder): string[] => folders(arrangeRuns(runs, { ...usual, order }, now));

describe('the order of runs', () => {
  it('is what it says, with numbers in names read as numbers', () => {
    expect(by('newest')).toEqual(['set-2', 'rigl', 'set-10', 'broken']);
    expect(by('oldest')).toEqual(['broken', 'set-10', 'rigl', 'set-2']);
    expect(by('name')).toEqual(['broken', 'rigl', 'set-2', 'set-10']);
    expect(by('state')).toEqual(['rigl', 'set-10', 'broken', 'set-2']);
    expect(by('method')).toEqual(['rigl', 'set-2', 'set-10', 'broken']);
    expect(by('accuracy')).toEqual(['rigl', 'set-2', 'set-10', 'broken']);
  });

  it('does not depend on the order in which they are found', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(runs, { minLength: runs.length }),
        fc.constantFrom(...runOrders),
        (shuffled, order) => {
          expect(folders(arrangeRuns(shuffled, { ...usual, order }, now))).toEqual(by(order));
        },
      ),
    );
  });
});

describe('a filter', () => {
  const shown = (filter: Partial<RunArrangement['filter']>): string[] =>
    folders(arrangeRuns(runs, { ...usual, order: 'name', filter: { ...noFilter, ...filter } }, now));

  it('keeps states, methods, dates and names, and what fits all of them', () => {
    expect(shown({ states: ['failed', 'unreadable'] })).toEqual(['broken', 'set-10']);
    expect(shown({ methods: ['SET'] })).toEqual(['set-2', 'set-10']);
    expect(shown({ days: 1 })).toEqual(['set-2']);
    expect(shown({ days: 7 })).toEqual(['rigl', 'set-2']);
    expect(shown({ name: 'SET' })).toEqual(['set-2', 'set-10']);
    expect(shown({ name: 'set', states: ['failed'], methods: ['SET'] })).toEqual(['set-10']);
    expect(shown({ methods: ['RigL'], states: ['failed'] })).toEqual([]);
  });

  it('says what it keeps', () => {
    expect(filterWords({ name: 'wide', states: ['failed', 'stopped'], methods: ['SET'], days: 7 })).toBe(
      'failed, stopped · SET · last 7 days · “wide”',
    );
  });
});

describe('experiments', () => {
  it.each([
    ['set-2', 'set'],
    ['set', 'set'],
    ['e5_s0_w3', 'e5_s0'],
    ['wide_seed7', 'wide'],
    ['wide.run-12', 'wide'],
    ['set 3', 'set'],
    ['2024', '2024'],
    ['erk0', 'erk0'],
    ['-3', '-3'],
  ])('are told by the name of the folder: %s is of %s', (folder, experiment) => {
    expect(experimentOf(knownRun({ folder }))).toBe(experiment);
  });

  it('are what the annotation says, whatever the name', () => {
    expect(experimentOf(knownRun({ folder: 'set-2', annotation: { experiment: 'width' } }))).toBe('width');
  });

  it('group runs where the first of them would stand; one alone is no group', () => {
    const arranged = arrangeRuns(runs, { ...usual, grouped: true }, now);
    expect(
      arranged.map((item) => (isGroup(item) ? { [item.experiment]: folders(item.runs) } : item.run.name)),
    ).toEqual([{ set: ['set-2', 'set-10'] }, 'rigl', 'broken']);
  });

  it('hold every run that passes the filter once', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[ab][-_][0-9]{1,2}$/)), (names) => {
        const some = names.map((folder) => knownRun({ folder }));
        const arranged = arrangeRuns(some, { ...usual, grouped: true }, now);
        const listed = arranged.flatMap((item) => (isGroup(item) ? item.runs : [item]));
        expect(folders(listed).sort()).toEqual([...names].sort());
      }),
    );
  });
});

it('what the workspace kept is read again, and anything else is the usual arrangement', () => {
  const kept: RunArrangement = { order: 'state', grouped: true, filter: { ...noFilter, days: 7 } };
  expect(runArrangementSchema.parse(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
  expect(runArrangementSchema.parse({ order: 'sideways', grouped: 3, filter: { days: -1 } })).toEqual(usual);
});
