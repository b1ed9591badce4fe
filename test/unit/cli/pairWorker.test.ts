import path from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterAll, expect, test } from 'vitest';
import { contentHash } from '../../../src/analysis/contentHash';
import { pairMethods } from '../../../src/cli/distances/pairProtocol';
import { servePairs } from '../../../src/cli/distances/pairWorker';
import { connect } from '../../../src/protocol/rpc';
import { randomNetwork, writeNetwork } from '../analysis/support';
import { temporaryFolder } from '../runFolder/support';

const root = temporaryFolder();
const { port1, port2 } = new MessageChannel();
servePairs(port1, 2 ** 20);
const client = connect(
  {
    post: (message) => {
      port2.postMessage(message);
    },
    onMessage: (listener) => port2.on('message', listener),
  },
  pairMethods,
);
afterAll(() => {
  port2.close();
});

test('a checkpoint replaced since the command began is not compared under the old hash', async () => {
  const [before, after] = [randomNetwork([8, 6], 3, 1), randomNetwork([8, 6], 3, 2)];
  const file = await writeNetwork(path.join(root, 'net'), before);
  const params = { method: 'greedy', matching: false, shuffles: 0 } as const;
  const checkpoint = { path: file, hash: contentHash(before) };
  const first = await client.request('compare', { ...params, a: checkpoint, b: checkpoint });
  expect(first.layers).toEqual([{ distance: 0, cost: 0, counts: true, matching: null }]);
  await writeNetwork(file, after);
  await expect(client.request('compare', { ...params, a: checkpoint, b: checkpoint })).rejects.toMatchObject({
    kind: 'CheckpointChanged',
    message: `${file}: it changed while it was compared`,
  });
});
