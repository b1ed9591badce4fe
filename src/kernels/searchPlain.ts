import { Annealer } from './search/anneal';
import { Descender } from './search/descend';
import { SearchState } from './search/searchState';
import type { SearchKernel, SearchProblem } from './searchKernel';

/** The search as plain TypeScript: oracle of the WebAssembly one, and its stand-in where that is missing. */
export const plainSearch: SearchKernel = {
  name: 'plain',
  open(problem) {
    const state = searchState(problem);
    const annealer = new Annealer(state);
    const descender = new Descender(state);
    return {
      setPartners(partners) {
        state.partner.set(partners);
        return state.refresh();
      },
      anneal({ proposals, hottest, coolest, seed }) {
        annealer.run(proposals, hottest, coolest, seed | 0);
        state.partner.set(annealer.best);
        return state.refresh();
      },
      descend() {
        descender.run();
        return state.refresh();
      },
      partners: () => state.partner.slice(),
    };
  },
};

/** Each port stands for itself at first; `refresh` is to be called once the partners are set. */
export function searchState(problem: SearchProblem): SearchState {
  const { a, b, ports, inputs, weight, layerFrom, layerWidth, portsPerUnit, movable } = problem;
  return new SearchState(
    a,
    b,
    ports,
    inputs,
    weight,
    layerFrom,
    layerWidth,
    portsPerUnit,
    movable,
    movable.length,
  );
}
