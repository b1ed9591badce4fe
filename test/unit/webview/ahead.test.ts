import { expect, it } from 'vitest';
import { Ahead } from '../../../webview/evolution/detail/ahead';

it('loads one after the other, and not what is no longer next', async () => {
  const ahead = new Ahead();
  const begun: string[] = [];
  const ends = new Map<string, (failed: boolean) => void>();
  const load = (name: string) => () =>
    new Promise<void>((resolve, reject) => {
      begun.push(name);
      ends.set(name, (failed) => {
        if (failed) reject(new Error(name));
        else resolve();
      });
    });
  const end = async (name: string, failed = false): Promise<void> => {
    ends.get(name)!(failed);
    await new Promise(setImmediate);
  };

  ahead.load(['a', 'b', 'c'].map(load));
  expect(begun).toEqual(['a']);
  await end('a', true);
  expect(begun).toEqual(['a', 'b']);
  ahead.load([load('d')]);
  await end('b');
  expect(begun).toEqual(['a', 'b', 'd']);
  await end('d');
  ahead.load([load('e')]);
  expect(begun).toEqual(['a', 'b', 'd', 'e']);
  ahead.load([]);
  await end('e');
  expect(begun).toHaveLength(4);
});
