import { RemoteError } from '../protocol/rpc';
import { CHANGED, type ReadState } from './workerProtocol';

/** Two checkpoints and, where it is known, the content that each has to have. */
export interface NamedPair {
  readonly a: string;
  readonly b: string;
  readonly hashA?: string;
  readonly hashB?: string;
}

export type ContentGuard = (reads: { readonly readA: ReadState; readonly readB: ReadState }) => void;

/** Throws where one of the two is read with another content than it has to have, or had when it was read first. */
export function contentGuard({ a, b, hashA, hashB }: NamedPair): ContentGuard {
  const expected = [hashA, hashB];
  return ({ readA, readB }) => {
    for (const [k, { hash }] of [readA, readB].entries()) {
      expected[k] ??= hash;
      if (hash !== expected[k]) {
        throw new RemoteError(CHANGED, `${[a, b][k]}: it changed while it was compared`);
      }
    }
  };
}
