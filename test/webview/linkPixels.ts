import { linkLayout } from '../../webview/shared/links/linkLayout';
import type { LinkWindow } from '../../webview/shared/links/linkWindow';
import type { PanelPage } from './panelPage';

/** A picture of links in a page, at one pixel a CSS pixel. */
export interface LinkPlot {
  /** The middle of a link on the page. */
  place(row: number, column: number): { readonly x: number; readonly y: number };
  /** Red, green, blue at the middle of links, given by row and column. */
  colours(
    cells: readonly (readonly [row: number, column: number])[],
  ): Promise<readonly (readonly number[])[]>;
}

/** Where the links of a layer are drawn, whose window the test knows. */
export async function linkPlot(
  { page }: PanelPage,
  extent: { readonly rows: number; readonly columns: number },
  window: LinkWindow = { left: 0, right: extent.columns, top: 0, bottom: extent.rows },
): Promise<LinkPlot> {
  const picture = (await page.locator('.link-picture').boundingBox())!;
  const canvas = (await page.locator('.link-plot').boundingBox())!;
  const { plot } = linkLayout(extent, picture.width);
  const inCanvas = (row: number, column: number) => ({
    x: plot.left + ((column + 0.5 - window.left) / (window.right - window.left)) * plot.width,
    y: plot.top + ((row + 0.5 - window.top) / (window.bottom - window.top)) * plot.height,
  });
  return {
    place(row, column) {
      const { x, y } = inCanvas(row, column);
      return { x: canvas.x + x, y: canvas.y + y };
    },
    async colours(cells) {
      const points = cells
        .map(([row, column]) => inCanvas(row, column))
        .map(({ x, y }) => [Math.floor(x), Math.floor(y)]);
      return (await page.evaluate(`(() => {
        const canvas = document.querySelector('.link-plot');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return ${JSON.stringify(points)}.map(([x, y]) => {
          const at = 4 * (y * canvas.width + x);
          return data[at + 3] === 0 ? null : [...data.subarray(at, at + 3)];
        });
      })()`)) as readonly (readonly number[])[];
    },
  };
}
