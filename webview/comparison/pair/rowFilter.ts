import type { MatchingColumn } from '../../../src/protocol/pairChoices';
import { fateOf, type MatchedNeurons } from './matchedNeurons';

export type RowTest = (neurons: MatchedNeurons, row: number) => boolean;

/** What was typed, as a test of rows, or what in it was not understood. */
export type ParsedFilter = { readonly test: RowTest } | { readonly problem: string };

/** As they may be typed, without spaces, hyphens and case. */
const columnsByName: Readonly<Record<string, MatchingColumn | undefined>> = {
  a: 'a',
  b: 'b',
  cost: 'cost',
  shared: 'shared',
  onlya: 'onlyA',
  onlyb: 'onlyB',
  fanina: 'fanInA',
  faninb: 'fanInB',
};

const words: Readonly<Record<string, RowTest | undefined>> = {
  moved: (neurons, row) => fateOf(neurons, row) === 'moved',
  inplace: (neurons, row) => fateOf(neurons, row) === 'inPlace',
  noinput: ({ a, b, fanInA, fanInB }, row) =>
    (a[row] >= 0 && fanInA[row] === 0) || (b[row] >= 0 && fanInB[row] === 0),
  nopartner: ({ a, b }, row) => a[row] < 0 || b[row] < 0,
  interchangeable: ({ interchangeable }, row) => interchangeable[row] === 1,
};

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
  '=': (value, bound) => value === bound,
  '!=': (value, bound) => value !== bound,
};

export const filterHelp =
  'A neuron number (91), a condition (cost > 0.5, only A >= 3, fan-in B = 0, A = 91), or moved, in place, no input, no partner, interchangeable; several with commas.';

/** All of the terms, apart by commas or "and", have to hold. Nothing typed holds for every row. */
export function parseFilter(text: string): ParsedFilter {
  const tests: RowTest[] = [];
  for (const term of text.split(/,|\band\b/i).map((each) => each.trim())) {
    if (term === '') continue;
    const test = parseTerm(term);
    if (test === null) return { problem: `“${term}” is not understood. ${filterHelp}` };
    tests.push(test);
  }
  return { test: (neurons, row) => tests.every((test) => test(neurons, row)) };
}

function parseTerm(term: string): RowTest | null {
  if (/^\d+$/.test(term)) {
    const neuron = Number(term);
    return ({ a, b }, row) => a[row] === neuron || b[row] === neuron;
  }
  const compared = /^([a-z -]+?)\s*(<=|>=|!=|<|>|=)\s*(\d*\.?\d+)$/i.exec(term);
  if (compared === null) return words[plain(term)] ?? null;
  const [, name, sign, bound] = compared;
  const column = columnsByName[plain(name)];
  if (column === undefined) return null;
  return (neurons, row) => comparisons[sign](neurons[column][row], Number(bound));
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[ -]/g, '');
}
