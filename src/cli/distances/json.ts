import type { DistanceReport } from './report';

/** JSON in pieces, a line a checkpoint and a line a pair: matchings of many pairs would not fit into one string. */
export function* jsonLines(report: DistanceReport): Generator<string> {
  const { checkpoints, pairs, ...head } = report;
  yield '{';
  for (const [key, value] of Object.entries(head))
    yield `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`;
  yield '  "checkpoints": [';
  yield* separated(checkpoints);
  yield '  ],';
  yield '  "pairs": [';
  yield* separated(pairs);
  yield '  ]';
  yield '}';
}

function* separated(items: readonly unknown[]): Generator<string> {
  for (const [k, item] of items.entries()) {
    const text = JSON.stringify(item, (_, value: unknown) =>
      value instanceof Int32Array || value instanceof Uint8Array ? [...value] : value,
    );
    yield `    ${text}${k + 1 < items.length ? ',' : ''}`;
  }
}
