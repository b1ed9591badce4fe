import type { InputColumn, InputListChoices } from '../../../../src/protocol/structureChoices';
import { topOf } from '../degrees/distribution';

export type InputChange = 'kept' | 'gained' | 'lost';

/** What a list says of an input. */
export interface ListedInput {
  readonly input: number;
  readonly name: string;
  /** Null where the input has none now. */
  readonly value: number | null;
  /** At the other checkpoint; null where it had none, or nothing is compared. */
  readonly before: number | null;
  /** Null where nothing is compared. */
  readonly change: InputChange | null;
}

/** Inputs of the network that are to be listed. */
export interface ListedInputs {
  readonly inputs: ArrayLike<number>;
  /** The larger the further up. */
  readonly importance: (input: number) => number;
  readonly describe: (input: number) => ListedInput;
  readonly format: (value: number) => string;
}

export interface InputRow extends ListedInput {
  /** From 1. */
  readonly rank: number;
}

/** How long its bar is, below zero to the left: of what is lost, as long as it was. */
export function barValue({ value, before }: ListedInput): number {
  return value ?? before ?? 0;
}

/** The scale that bars of these rows share. */
export interface BarScale {
  /** Of the absolute values. */
  readonly most: number;
  /** Whether zero is in the middle. */
  readonly isSigned: boolean;
}

export function barScaleOf(rows: readonly ListedInput[]): BarScale {
  const values = rows.map(barValue);
  return {
    most: values.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    isSigned: values.some((value) => value < 0),
  };
}

/** Of an exported picture of a list, in CSS pixels. */
export const listWidth = 480;

/** So many are listed unless all are asked for. */
export const mostListed = 20;

/** The most important inputs, or all of them, in the order that is chosen; what has no value comes last. */
export function inputRows(listed: ListedInputs, { all, sort }: InputListChoices): readonly InputRow[] {
  const rows = ranked(listed, all).map((input, k) => ({ ...listed.describe(input), rank: k + 1 }));
  const sign = sort.descending ? -1 : 1;
  return sort.column === 'rank' && !sort.descending
    ? rows
    : rows.sort((a, b) => compare(a, b, sort.column, sign) || a.rank - b.rank);
}

function ranked({ inputs, importance }: ListedInputs, all: boolean): readonly number[] {
  const sizes = Float64Array.from(inputs, importance);
  // Few of many need no sorting.
  const places = all
    ? Array.from(sizes.keys()).sort((a, b) => sizes[b] - sizes[a] || a - b)
    : topOf(sizes, mostListed);
  return places.map((place) => inputs[place]);
}

function compare(a: InputRow, b: InputRow, column: InputColumn, sign: number): number {
  const [one, other] = [a[column], b[column]];
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one === 'number') return sign * (one - Number(other));
  return sign * one.localeCompare(String(other), undefined, { numeric: true });
}
