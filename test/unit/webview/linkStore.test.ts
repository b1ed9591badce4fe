import { describe, expect, it } from 'vitest';
import type { LayerLinks } from '../../../src/protocol/layerData';
import { type LayerPlace, LinkStore } from '../../../webview/shared/linkStore';

/** 8 bytes of indptr and 4 a link. */
function linksOf(count: number): LayerLinks {
  return {
    inputs: count,
    outputs: 1,
    indptr: Uint32Array.of(0, count),
    indices: Uint32Array.from({ length: count }, (_, k) => k),
    weights: null,
  };
}

function storeOf(limitBytes: number): { readonly store: LinkStore; readonly asked: LayerPlace[] } {
  const asked: LayerPlace[] = [];
  const store = new LinkStore((place) => {
    asked.push(place);
    return place.path === 'bad' ? Promise.reject(new Error('unreadable')) : Promise.resolve(linksOf(8));
  }, limitBytes);
  return { store, asked };
}

describe('the store of links', () => {
  it('asks once for what is asked for twice, and has it at hand afterwards', async () => {
    const { store, asked } = storeOf(1000);
    const place = { path: 'a', layer: 0 };
    expect(store.peek(place)).toBeNull();
    const [first, second] = await Promise.all([store.load(place), store.load({ ...place })]);
    expect(second).toBe(first);
    expect(store.peek(place)).toBe(first);
    expect(asked).toEqual([place]);
  });

  it('lets go of what was used longest ago', async () => {
    const { store, asked } = storeOf(80);
    for (const path of ['a', 'b', 'a', 'c']) await store.load({ path, layer: 0 });
    expect(['a', 'b', 'c'].filter((path) => store.peek({ path, layer: 0 }) !== null)).toEqual(['a', 'c']);
    await store.load({ path: 'b', layer: 0 });
    expect(asked.map(({ path }) => path)).toEqual(['a', 'b', 'c', 'b']);
  });

  it('asks again after a failure, and for a checkpoint that is another one now', async () => {
    const { store, asked } = storeOf(1000);
    await expect(store.load({ path: 'bad', layer: 0 })).rejects.toThrow('unreadable');
    await expect(store.load({ path: 'bad', layer: 0 })).rejects.toThrow('unreadable');
    await store.load({ path: 'a', layer: 0 });
    await store.load({ path: 'a', layer: 1 });
    store.forget('a');
    expect(store.peek({ path: 'a', layer: 1 })).toBeNull();
    await store.load({ path: 'a', layer: 1 });
    expect(asked).toHaveLength(5);
  });
});
