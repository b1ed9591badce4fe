import type { z } from 'zod';
import type { EventTable } from '../../src/protocol/rpc';

/** Events of a protocol as values, to be kept until a frame is drawn and applied together. */
export type PanelEvent<E extends EventTable> = {
  readonly [N in keyof E & string]: { readonly name: N; readonly value: z.infer<E[N]> };
}[keyof E & string];

/** Handlers that give each event of a protocol to `receive`. */
export function asValues<E extends EventTable>(
  events: E,
  receive: (event: PanelEvent<E>) => void,
): { readonly [N in keyof E]: (value: z.infer<E[N]>) => void } {
  const handlers = Object.keys(events).map((name) => [
    name,
    (value: unknown) => {
      receive({ name, value } as PanelEvent<E>);
    },
  ]);
  return Object.fromEntries(handlers) as { readonly [N in keyof E]: (value: z.infer<E[N]>) => void };
}
