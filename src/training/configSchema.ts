import * as z from 'zod';

/** Pieces of the configuration's schema. Their error message says what is possible, as `ConfigProblem` wants it. */

export function wholeNumber(min: number, max: number): z.ZodNumber {
  const error = `a whole number from ${min} to ${max}`;
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error });
}

/** 0 to 1 without its ends. */
export function properFraction(): z.ZodNumber {
  const error = 'a number above 0 and below 1';
  return z.number({ error }).gt(0, { error }).lt(1, { error });
}

export function positive(): z.ZodNumber {
  const error = 'a number above 0';
  return z.number({ error }).gt(0, { error });
}

/** `min` or more, and below `below` where that is given. */
export function atLeast(min: number, { below }: { readonly below?: number } = {}): z.ZodNumber {
  const error = `a number of ${min} or more${below === undefined ? '' : `, below ${below}`}`;
  const schema = z.number({ error }).gte(min, { error });
  return below === undefined ? schema : schema.lt(below, { error });
}

export const densityRange = 'a number above 0, at most 1';

export function densityNumber(): z.ZodNumber {
  return z.number({ error: densityRange }).gt(0, { error: densityRange }).lte(1, { error: densityRange });
}

export function text(possible: string): z.ZodString {
  return z.string({ error: possible }).min(1, { error: possible });
}

export const pathText = text('a path, absolute or relative to this file').meta({ place: 'path' });

/** One of these words. */
export function word<const T extends readonly [string, ...string[]]>(options: T) {
  return z.enum(options, { error: options.map((option) => JSON.stringify(option)).join(' or ') });
}

const unknownKeysPrefix = 'only the keys ';

/** An object without other keys than these. */
export function section<T extends z.ZodRawShape>(shape: T): z.ZodObject<T, z.core.$strict> {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? unknownKeysPrefix + keys : `an object with the keys ${keys}`,
  });
}

/** The keys that a `section` knows, from its message about one that it does not. */
export function knownKeys(message: string): string[] {
  return message.slice(unknownKeysPrefix.length).split(', ');
}
