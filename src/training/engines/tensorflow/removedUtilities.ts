import util from 'node:util';

/**
 * `@tensorflow/tfjs-node` calls functions of `node:util` that Node 23 removed (`isNullOrUndefined`) or warns about
 * (`isArray`). Only a process that trains with it gets them back.
 */
export function putBackRemovedUtilities(): void {
  Object.assign(util, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: (value: unknown) => Array.isArray(value),
  });
}
