import { InvalidArgumentError } from 'commander';
import type { Budget } from '../measure/measure';
import { budgetSchema } from '../protocol/facts';

/** A parser of whole numbers, for commander. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (!/^\d+$/.test(text) || count < least || count > most) {
      throw new InvalidArgumentError(`It has to be a number of ${least} to ${most}.`);
    }
    return count;
  };
}

/** `quick`, `standard`, `thorough` or seconds. Throws `InvalidArgumentError`. */
export function parseBudget(text: string): Budget {
  const budget = budgetSchema.safeParse(/^\d+(\.\d+)?$/.test(text) ? { seconds: Number(text) } : text);
  if (!budget.success) {
    throw new InvalidArgumentError("It has to be 'quick', 'standard', 'thorough', or seconds up to 3600.");
  }
  return budget.data;
}
