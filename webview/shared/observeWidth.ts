/**
 * Tells how wide a place is, in whole CSS pixels, as soon as that is known and whenever it is another. To read it at each
 * step of a playback instead would have the page laid out each time.
 */
export function observeWidth(place: Element, tell: (width: number) => void): void {
  let known = 0;
  new ResizeObserver((entries) => {
    const width = Math.floor(entries.at(-1)!.contentRect.width);
    if (width === known) return;
    known = width;
    tell(width);
  }).observe(place);
}
