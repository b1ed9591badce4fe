/** Lists of inputs as they are on the page. */
import type { Locator } from 'playwright-core';

export interface ListedRow {
  readonly texts: readonly string[];
  /** From where to where the bar goes, in shares of its room. */
  readonly from: number;
  readonly to: number;
}

/** As much of a row as is looked at: the tests are compiled without the DOM's types. */
interface RowElement {
  readonly ariaRowIndex: string;
  readonly children: ArrayLike<{ readonly textContent: string }>;
  querySelector(selector: string): {
    getBoundingClientRect(): { readonly left: number; readonly right: number; readonly width: number };
  };
}

/** A list of inputs row by row from the top. */
export function rowsOf(list: Locator): Promise<ListedRow[]> {
  return list.locator('.grid-body > [role=row]:not([hidden])').evaluateAll((found) => {
    const rows = found as unknown as RowElement[];
    rows.sort((one, other) => Number(one.ariaRowIndex) - Number(other.ariaRowIndex));
    return rows.map((row) => {
      const room = row.querySelector('.input-bar').getBoundingClientRect();
      const bar = row.querySelector('.input-bar > span').getBoundingClientRect();
      return {
        texts: Array.from(row.children, ({ textContent }) => textContent).slice(0, -1),
        from: (bar.left - room.left) / room.width,
        to: (bar.right - room.left) / room.width,
      };
    });
  });
}

export async function listed(list: Locator): Promise<(readonly string[])[]> {
  return (await rowsOf(list)).map(({ texts: said }) => said);
}
