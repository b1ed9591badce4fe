import type { PanelPage } from './panelPage';

/** Text and hairlines are smoothed a little differently where a page came to its layout in another way. */
const leastSeen = 24;

/** What stands where two pages of one size do not look alike: elements of the second, each once. */
export async function pagesDiffer(one: PanelPage, other: PanelPage): Promise<readonly string[]> {
  const [seen, expected] = await Promise.all(
    [one, other].map(async ({ page }) => (await page.screenshot()).toString('base64')),
  );
  return (await other.page.evaluate(`(async () => {
    const pixels = async (text) => {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
      context.drawImage(image, 0, 0);
      return context.getImageData(0, 0, image.width, image.height);
    };
    const [seen, expected] = [await pixels('${seen}'), await pixels('${expected}')];
    const found = new Set();
    for (let k = 0; k < expected.data.length; k++) {
      if (Math.abs(seen.data[k] - expected.data[k]) < ${String(leastSeen)}) continue;
      const [x, y] = [(k >> 2) % expected.width, Math.floor((k >> 2) / expected.width)];
      const { tagName, className, textContent } = document.elementFromPoint(x, y);
      found.add(tagName + ' ' + className + ' ' + textContent.slice(0, 20));
    }
    return [...found];
  })()`)) as string[];
}
