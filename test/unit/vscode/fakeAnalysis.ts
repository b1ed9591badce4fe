import { RemoteError } from '../../../src/protocol/rpc';
import type { Analysis } from '../../../src/vscode/analysisPort';

export interface Call {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
  readonly onProgress: (value: unknown) => void;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** An analysis that answers when the test says so. */
export function fakeAnalysis(): { readonly analysis: Analysis; readonly calls: Call[] } {
  const calls: Call[] = [];
  const request = (
    method: string,
    params: Readonly<Record<string, unknown>>,
    options: { readonly signal?: AbortSignal; readonly onProgress?: (value: never) => void } = {},
  ): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const signal = options.signal ?? new AbortController().signal;
      signal.addEventListener('abort', () => {
        reject(new RemoteError('Cancelled', 'cancelled'));
      });
      const onProgress = (value: unknown): void => options.onProgress?.(value as never);
      calls.push({ method, params, signal, onProgress, resolve, reject });
    });
  return { analysis: { request: request as Analysis['request'] }, calls };
}
