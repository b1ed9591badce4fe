import { expect, it } from 'vitest';
import { Latest } from '../../../webview/evolution/detail/latest';

/** Answers that come when they are told to. */
function asking() {
  const asked: string[] = [];
  const answers = new Map<string, (failed: boolean) => void>();
  const told: string[] = [];
  const latest = new Latest();
  return {
    asked,
    told,
    load(name: string): void {
      const ask = () =>
        new Promise<string>((resolve, reject) => {
          asked.push(name);
          answers.set(name, (failed) => {
            if (failed) reject(new Error(`no ${name}`));
            else resolve(name);
          });
        });
      latest.load(
        ask,
        (value) => told.push(value),
        (reason) => told.push(reason),
      );
    },
    async answer(name: string, failed = false): Promise<void> {
      answers.get(name)!(failed);
      await new Promise(setImmediate);
    },
  };
}

it('asks for one at a time, next for the newest, and shows nothing that is no longer wanted', async () => {
  const { asked, told, load, answer } = asking();
  for (const name of ['a', 'b', 'c', 'd']) load(name);
  expect(asked).toEqual(['a']);
  await answer('a');
  expect([asked, told]).toEqual([['a', 'd'], []]);
  await answer('d');
  expect(told).toEqual(['d']);
  load('e');
  expect(asked).toEqual(['a', 'd', 'e']);
});

it('tells of a failure, unless that is of what is no longer wanted', async () => {
  const { told, load, answer } = asking();
  load('a');
  load('b');
  await answer('a', true);
  expect(told).toEqual([]);
  await answer('b', true);
  expect(told).toEqual(['no b']);
  load('c');
  await answer('c');
  expect(told).toEqual(['no b', 'c']);
});
