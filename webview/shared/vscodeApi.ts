import type { z } from 'zod';
import type { Port } from '../../src/protocol/rpc';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** A panel's side of the channel to the extension host. */
export interface PanelHost<S> {
  readonly port: Port;
  /** What this panel kept for a reload, or null where there is nothing usable. */
  restored(): S | null;
  keep(state: S): void;
}

/** To be called once: VS Code gives the API to the first caller only. */
export function acquireHost<S>(stateSchema: z.ZodType<S>): PanelHost<S> {
  const api = acquireVsCodeApi();
  return {
    port: {
      post: (message) => {
        api.postMessage(message);
      },
      onMessage: (listener) => {
        window.addEventListener('message', (event: MessageEvent<unknown>) => {
          listener(event.data);
        });
      },
    },
    restored() {
      const parsed = stateSchema.safeParse(api.getState());
      return parsed.success ? parsed.data : null;
    },
    keep: (state) => {
      api.setState(state);
    },
  };
}
