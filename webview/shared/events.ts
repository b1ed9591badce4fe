import type { z } from 'zod';
import type { EventTable } from '../../src/protocol/rpc';

/** Events of a protocol as values, to be kept until a frame is drawn and applied together. */
export type PanelEvent<E extends EventTable> = {
  readonly [N in keyof E & string]: { readonly name: N; readonly value: z.infer<E[N]> };
}[keyof E & string];
