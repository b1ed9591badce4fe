import fc from 'fast-check';
import { expect, it } from 'vitest';
import { copyOf, hasLink, isBits, linkSetOf, withLinks } from '../../../src/topology/linkSet';
import { layerFromLinks } from '../../../src/topology/construct';
import { placesOf } from '../support/linkSets';

interface Places {
  readonly inputs: number;
  readonly outputs: number;
  /** neuron · inputs + input, ascending. */
  readonly first: readonly number[];
  readonly added: readonly (readonly number[])[];
}

/** Narrow layers, whose links are bits, and wide ones with few, whose links are a list and may become bits. */
const places: fc.Arbitrary<Places> = fc
  .record({ inputs: fc.integer({ min: 1, max: 500 }), outputs: fc.integer({ min: 1, max: 4 }) })
  .chain(({ inputs, outputs }) => {
    const some = fc
      .uniqueArray(fc.nat({ max: inputs * outputs - 1 }), { maxLength: 30 })
      .map((list) => list.sort((a, b) => a - b));
    return fc.record({
      inputs: fc.constant(inputs),
      outputs: fc.constant(outputs),
      first: some,
      added: fc.array(some, { maxLength: 3 }),
    });
  });

it('is the set of all links it was made from and given', () => {
  const forms = new Set<string>();
  fc.assert(
    fc.property(places, ({ inputs, outputs, first, added }) => {
      const neuronsOf = (list: readonly number[]) => Uint32Array.from(list, (at) => Math.floor(at / inputs));
      const inputsOf = (list: readonly number[]) => Uint32Array.from(list, (at) => at % inputs);
      const layer = layerFromLinks({ inputs, outputs, sources: inputsOf(first), targets: neuronsOf(first) });
      let set = linkSetOf(layer);
      const isBitsFirst = isBits(set);
      const before = copyOf(set);
      const shown = placesOf(set);
      for (const list of added) set = withLinks(set, { neurons: neuronsOf(list), inputs: inputsOf(list) });
      const expected = [...new Set([first, ...added].flat())].sort((a, b) => a - b);
      expect(placesOf(set).map(({ neuron, input }) => neuron * inputs + input)).toEqual(expected);
      expect(placesOf(before)).toEqual(shown);
      if (isBits(set)) {
        for (let at = 0; at < inputs * outputs; at++) {
          expect(hasLink(set, Math.floor(at / inputs), at % inputs)).toBe(expected.includes(at));
        }
      } else {
        expect(4 * (outputs + 1 + expected.length)).toBeLessThanOrEqual(Math.ceil((inputs * outputs) / 8));
      }
      forms.add(`${isBitsFirst ? 'bits' : 'list'} then ${isBits(set) ? 'bits' : 'list'}`);
    }),
    { numRuns: 300 },
  );
  expect([...forms].sort()).toEqual(['bits then bits', 'list then bits', 'list then list']);
});
