/** The one code for change, the same in every view: a colour and a sign, so that neither is needed alone. */
import type { Ink } from './layerCode';

export interface ChangeCode {
  readonly ink: Ink;
  /** Drawn where there is room for a shape: a filled square, an upward and a downward triangle, a dot and a diamond. */
  readonly shape: 'square' | 'up' | 'down' | 'dot' | 'diamond';
}

/** From one checkpoint of a run to a later one. */
export const keptCode: ChangeCode = { ink: 'foreground', shape: 'square' };
export const gainedCode: ChangeCode = { ink: 'blue', shape: 'up' };
export const lostCode: ChangeCode = { ink: 'red', shape: 'down' };

/** Between two networks. */
export const sharedCode: ChangeCode = { ink: 'foreground', shape: 'square' };
export const onlyACode: ChangeCode = { ink: 'blue', shape: 'dot' };
export const onlyBCode: ChangeCode = { ink: 'orange', shape: 'diamond' };
