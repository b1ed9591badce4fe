/** What a hand does with a picture, in pixels from its upper left corner. */
export interface LinkGestures {
  /** `factor` below 1 looks closer. Returns whether anything changed. */
  zoom(factor: number, x: number, y: number): boolean;
  /** The picture follows the hand. */
  drag(right: number, down: number): void;
  point(x: number, y: number): void;
  leave(): void;
}

/** Wheel turns that come sooner after one of the page's still scroll the page. */
const scrollPauseMs = 300;
const mostTurn = 240;

/** Wheel, pinch, drag and double click on `surface`. */
export function listenForGestures(surface: HTMLElement, gestures: LinkGestures): void {
  listenForWheel(surface, gestures);
  listenForPointers(surface, gestures);
  surface.addEventListener('dblclick', (event) => {
    gestures.zoom(0.5, event.offsetX, event.offsetY);
  });
}

function listenForWheel(surface: HTMLElement, gestures: LinkGestures): void {
  let scrolledMs = Number.NEGATIVE_INFINITY;
  window.addEventListener(
    'wheel',
    (event) => {
      if (!event.defaultPrevented) scrolledMs = event.timeStamp;
    },
    { passive: true },
  );
  surface.addEventListener(
    'wheel',
    (event) => {
      // Who scrolls through the page does not mean the picture that comes under the pointer.
      if (!event.ctrlKey && event.timeStamp - scrolledMs < scrollPauseMs) return;
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
      const turn = Math.max(-mostTurn, Math.min(mostTurn, event.deltaY * lines));
      // A pinch on a touchpad arrives as small turns with the Control key.
      const factor = Math.exp(turn * (event.ctrlKey ? 0.01 : 0.002));
      if (gestures.zoom(factor, event.offsetX, event.offsetY) || event.ctrlKey) event.preventDefault();
    },
    { passive: false },
  );
}

function listenForPointers(surface: HTMLElement, gestures: LinkGestures): void {
  const down = new Map<number, { readonly x: number; readonly y: number }>();
  surface.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    down.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
    surface.setPointerCapture(event.pointerId);
  });
  surface.addEventListener('pointermove', (event) => {
    const before = down.get(event.pointerId);
    const now = { x: event.offsetX, y: event.offsetY };
    if (before === undefined) {
      gestures.point(now.x, now.y);
      return;
    }
    down.set(event.pointerId, now);
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    if (other === undefined) {
      gestures.drag(now.x - before.x, now.y - before.y);
      return;
    }
    const apart = Math.hypot(before.x - other.x, before.y - other.y);
    const nowApart = Math.max(1, Math.hypot(now.x - other.x, now.y - other.y));
    gestures.zoom(apart / nowApart, (now.x + other.x) / 2, (now.y + other.y) / 2);
    gestures.drag((now.x - before.x) / 2, (now.y - before.y) / 2);
  });
  for (const end of ['pointerup', 'pointercancel'] as const) {
    surface.addEventListener(end, (event) => {
      down.delete(event.pointerId);
    });
  }
  surface.addEventListener('pointerleave', () => {
    gestures.leave();
  });
}
