import type { SearchKernel } from './searchKernel';
import { plainSearch } from './searchPlain';
import { loadWasmSearch } from './searchWasm';

let chosen: SearchKernel | undefined;

/** The fastest form of the search kernel that there is here; all give the same results. */
export function searchKernel(): SearchKernel {
  return (chosen ??= loadWasmSearch() ?? plainSearch);
}
