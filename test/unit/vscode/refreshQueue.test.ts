import { describe, expect, it } from 'vitest';
import { RefreshQueue } from '../../../src/vscode/series/refreshQueue';

function gate() {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

describe('RefreshQueue', () => {
  it('refreshes again what was marked while it was refreshed, and never two at once', async () => {
    const calls: (() => void)[] = [];
    let active = 0;
    let most = 0;
    const second = gate();
    const queue = new RefreshQueue(
      async () => {
        most = Math.max(most, ++active);
        const { open, opened } = gate();
        if (calls.push(open) === 2) second.open();
        await opened;
        active--;
      },
      () => undefined,
    );
    queue.mark('a');
    await expect.poll(() => calls.length).toBe(1);
    queue.mark('a');
    queue.mark('a');
    calls[0]();
    await second.opened;
    calls[1]();
    await expect.poll(() => active).toBe(0);
    expect({ calls: calls.length, most }).toEqual({ calls: 2, most: 1 });
    queue.dispose();
  });

  it('goes on after a failure, which it tells', async () => {
    const problems: string[] = [];
    let calls = 0;
    const queue = new RefreshQueue(
      () => {
        calls++;
        return calls === 1 ? Promise.reject(new Error('gone')) : Promise.resolve();
      },
      (key, error) => problems.push(`${key}: ${String(error)}`),
    );
    queue.mark('a');
    await expect.poll(() => problems).toEqual(['a: Error: gone']);
    queue.mark('a');
    await expect.poll(() => calls).toBe(2);
    queue.dispose();
  });

  it('does a few keys at a time', async () => {
    let active = 0;
    let most = 0;
    let done = 0;
    const queue = new RefreshQueue(
      async () => {
        most = Math.max(most, ++active);
        await new Promise((resolve) => setImmediate(resolve));
        active--;
        done++;
      },
      () => undefined,
      3,
    );
    for (let key = 0; key < 50; key++) queue.mark(String(key));
    await expect.poll(() => done).toBe(50);
    expect(most).toBe(3);
    queue.dispose();
  });
});
