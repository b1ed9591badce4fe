import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isImpossible, planLayers, type LayerPlan } from '../../../src/training/layerPlan';

const networks = fc.record({
  widths: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 6 }),
  density: fc.double({ min: 0.001, max: 1, noNaN: true }),
  denseOutput: fc.boolean(),
});

function planned(...parameters: Parameters<typeof planLayers>): readonly LayerPlan[] {
  const plan = planLayers(...parameters);
  if (isImpossible(plan)) throw new Error(`impossible: ${JSON.stringify(plan)}`);
  return plan;
}

const room = ({ inputs, outputs }: LayerPlan): number => inputs * outputs;
const total = (plan: readonly LayerPlan[], of: (layer: LayerPlan) => number): number =>
  plan.reduce((sum, layer) => sum + of(layer), 0);

describe('densities', () => {
  it.each(['uniform', 'erk'] as const)('are met to the link, in every network: %s', (distribution) => {
    fc.assert(
      fc.property(networks, ({ widths, density, denseOutput }) => {
        const plan = planned(widths, { distribution, density, denseOutput });
        const sparse = denseOutput ? plan.slice(0, -1) : plan;
        expect(total(sparse, ({ links }) => links)).toBe(Math.round(density * total(sparse, room)));
        for (const layer of plan) {
          expect(layer.links).toBeGreaterThanOrEqual(0);
          expect(layer.links).toBeLessThanOrEqual(room(layer));
          if (distribution === 'uniform' && sparse.includes(layer)) {
            expect(Math.abs(layer.links - density * room(layer))).toBeLessThan(1);
          }
        }
        if (denseOutput) expect(plan.at(-1)!.links).toBe(room(plan.at(-1)!));
      }),
    );
  });

  it('of Erdős–Rényi layers are met too, or the largest possible is told, which can be had', () => {
    fc.assert(
      fc.property(networks, ({ widths, density, denseOutput }) => {
        const plan = planLayers(widths, { distribution: 'erdos-renyi', density, denseOutput });
        if (isImpossible(plan)) {
          expect(plan.largest).toBeLessThan(density);
          expect(
            isImpossible(
              planLayers(widths, { distribution: 'erdos-renyi', density: plan.largest, denseOutput }),
            ),
          ).toBe(false);
          return;
        }
        const sparse = denseOutput ? plan.slice(0, -1) : plan;
        const all = total(sparse, ({ links }) => links);
        expect(all).toBe(Math.round(density * total(sparse, room)));
        const units = total(sparse, ({ inputs, outputs }) => inputs + outputs);
        for (const { inputs, outputs, links } of sparse) {
          expect(Math.abs(links - (all * (inputs + outputs)) / units)).toBeLessThan(1);
        }
      }),
    );
  });

  it('of ERK fill a layer that would have more, and give the rest to the others', () => {
    // In proportion to 110, 110 and 101 the last layer would have 330 of 1050 links, and has room for 100.
    const counts = (density: number) =>
      planned([100, 10, 100, 1], { distribution: 'erk', density, denseOutput: false }).map(
        ({ links }) => links,
      );
    expect(counts(0.5)).toEqual([475, 475, 100]);
    expect(counts(1)).toEqual([1000, 1000, 100]);
    const erdosRenyi = planLayers([100, 10, 100, 1], {
      distribution: 'erdos-renyi',
      density: 0.5,
      denseOutput: false,
    });
    expect(erdosRenyi).toMatchObject({ key: 'density', layer: 2 });
  });
});
