import { describe, expect, test } from 'vitest';
import { expOfNegative, naturalLog } from '../../../src/kernels/search/elementary';
import { plainSearch, searchState } from '../../../src/kernels/searchPlain';
import { loadWasmSearch } from '../../../src/kernels/searchWasm';
import { Annealer } from '../../../src/kernels/search/anneal';
import { Descender } from '../../../src/kernels/search/descend';
import { type PairProblem, pairProblem } from '../../../src/nnstd/refined/pairProblem';
import { partnerOf } from '../../../src/nnstd/refined/partners';
import { seededRandom, zipfHubs } from '../../support/syntheticLayers';
import { blockNetwork, distanceOf, randomNetwork, rewiredNetwork } from '../nnstd/refined/networks';

const wasm = loadWasmSearch();

/** Pairs with empty neurons, hubs, different widths, units of many ports and layers that weigh differently. */
function problems(): {
  problem: PairProblem;
  a: Parameters<typeof pairProblem>[0];
  b: Parameters<typeof pairProblem>[1];
}[] {
  const random = seededRandom(71);
  return [
    [randomNetwork([20, 30, 40, 10], 1, random), randomNetwork([20, 30, 40, 10], 3, random)],
    [randomNetwork([20, 30, 25, 10], 3, random), randomNetwork([20, 25, 30, 12], 2, random)],
    [5, 7].map((fanIn) => blockNetwork([3, 12, 16, 10], [9, 4, 6], fanIn, random)),
    [12, 9].map((channels) => blockNetwork([3, channels, 16, 10], [1, 9, 1], 6, random)),
    [0, 1].map(() => ({
      layers: [
        zipfHubs(20, 30, 5, 1, random),
        zipfHubs(30, 30, 6, 1.2, random),
        zipfHubs(30, 20, 4, 1, random),
      ],
    })),
  ].map(([a, b]) => ({ problem: pairProblem(a, b, 'matched'), a, b }));
}

describe('search kernel', () => {
  test('objective is the distance, from the definition', () => {
    for (const { problem, a, b } of problems()) {
      const search = plainSearch.open(problem);
      search.setPartners(search.partners());
      search.anneal({ proposals: 4096, hottest: 0.5, coolest: 0.5, seed: 3 });
      const objective = search.setPartners(search.partners());
      const partners = search.partners();
      const matchings = a.layers.map((layer, l) =>
        Array.from({ length: layer.outputs }, (_, neuron) => {
          const partner = partnerOf(problem, partners, l, neuron);
          return partner < b.layers[l].outputs ? partner : -1;
        }),
      );
      const neurons = problem.weight.reduce((sum, weight) => sum + weight, 0);
      expect(1 - objective / neurons).toBeCloseTo(distanceOf(a, b, matchings), 12);
    }
  });

  test('what annealing and descent count as gained is what they gained', () => {
    for (const { problem } of problems()) {
      const state = searchState(problem);
      const annealer = new Annealer(state);
      const descender = new Descender(state);
      for (const temperature of [2, 0.3, 0.05]) {
        const before = state.refresh();
        const gain = annealer.run(40_960, temperature, temperature / 3, 5);
        state.partner.set(annealer.best);
        const after = state.refresh();
        expect(after - before).toBeCloseTo(gain, 8);
        const descended = descender.run();
        const kept = {
          inverse: state.inverse.slice(),
          common: state.common.slice(),
          oneMore: state.oneMore.slice(),
          oneFewer: state.oneFewer.slice(),
        };
        expect(state.refresh() - after).toBeCloseTo(descended, 8);
        expect(descended).toBeGreaterThanOrEqual(0);
        // What was kept up to date link by link is what is found anew.
        expect(kept.inverse).toEqual(state.inverse);
        expect(kept.common).toEqual(state.common);
        expect(kept.oneMore).toEqual(state.oneMore);
        expect(kept.oneFewer).toEqual(state.oneFewer);
      }
    }
  });

  test.skipIf(wasm === undefined)(
    `does the same in WebAssembly, to the last bit${wasm === undefined ? ' (skipped: dist/search.wasm is not built)' : ''}`,
    () => {
      const random = seededRandom(73);
      const a = randomNetwork([60, 90, 80, 70], 4, random);
      const related = pairProblem(a, rewiredNetwork(a, 0.4, random), 'fixed');
      for (const problem of [related, ...problems().map((made) => made.problem)]) {
        const results = [plainSearch, wasm!].map((kernel) => {
          const search = kernel.open(problem);
          search.setPartners(search.partners());
          const values = [
            search.anneal({ proposals: 50_000, hottest: 0.3, coolest: 0.02, seed: -7 }),
            search.descend(),
            search.anneal({ proposals: 1, hottest: 0.1, coolest: 0.02, seed: 9 }),
          ];
          return { values, partners: search.partners() };
        });
        expect(results[1]).toEqual(results[0]);
      }
    },
  );
});

describe('elementary functions', () => {
  test('are exponential and logarithm', () => {
    for (let x = 0; x > -699; x -= 0.37) {
      expect(Math.abs(expOfNegative(x) / Math.exp(x) - 1)).toBeLessThan(1e-14);
    }
    expect(expOfNegative(-1000)).toBe(0);
    for (let x = 1e-9; x < 1e9; x *= 1.13) {
      expect(Math.abs(naturalLog(x) - Math.log(x))).toBeLessThan(1e-14 * Math.max(1, Math.abs(Math.log(x))));
    }
  });
});
