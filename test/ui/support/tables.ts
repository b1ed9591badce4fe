/** Reads tables of a panel, each at one moment: they may be made anew as data arrive. */
import type { Frame, Locator } from 'playwright-core';

/** As much of the page as is looked at: the tests are compiled without the DOM's types. */
interface TableBody {
  readonly children: ArrayLike<{ readonly children: ArrayLike<{ readonly textContent: string }> }>;
}

export function tableCells(body: Locator): Promise<string[][]> {
  return body.evaluate((element) =>
    Array.from((element as TableBody).children, (row) =>
      Array.from(row.children, (cell) => cell.textContent.replaceAll('\u00a0', ' ').trim()),
    ),
  );
}

/** The table behind one chart of the evolution panel: epoch, then a value a line. */
export async function numbersBehind(panel: Frame, chart: string): Promise<string[][]> {
  const details = panel.locator('details', { hasText: 'Numbers behind the charts' });
  await details.locator('summary').click();
  const cells = await tableCells(
    details
      .locator('.numbers-of', { has: panel.getByRole('heading', { name: chart, exact: true }) })
      .locator('tbody'),
  );
  await details.locator('summary').click();
  return cells;
}
