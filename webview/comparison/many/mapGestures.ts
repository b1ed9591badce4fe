/** What a pointer does with the map, in pixels from its upper left corner. */
export interface MapGestures {
  /** Nothing is pressed. */
  point(x: number, y: number): void;
  leave(): void;
  click(x: number, y: number): void;
  doubleClick(x: number, y: number): void;
  /** The map follows the hand. */
  drag(right: number, down: number): void;
  /** `factor` above 1 looks closer. */
  zoom(factor: number, x: number, y: number): void;
}

/** A hand that clicks moves a little, in pixels. */
const slack = 4;

/** Wheel, drag and clicks on `surface`; the click that ends a drag is none. */
export function listenOnMap(surface: HTMLElement, gestures: MapGestures): void {
  let drag: { readonly x: number; readonly y: number; readonly moved: boolean } | null = null;
  const pixelOf = (event: MouseEvent): { readonly x: number; readonly y: number } => {
    const { left, top } = surface.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  surface.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    surface.setPointerCapture(event.pointerId);
    drag = { ...pixelOf(event), moved: false };
  });
  surface.addEventListener('pointermove', (event) => {
    const to = pixelOf(event);
    if (drag === null) {
      gestures.point(to.x, to.y);
      return;
    }
    const [right, down] = [to.x - drag.x, to.y - drag.y];
    if (!drag.moved && Math.hypot(right, down) < slack) return;
    drag = { ...to, moved: true };
    gestures.drag(right, down);
  });
  surface.addEventListener('pointerup', () => {
    if (drag?.moved === false) drag = null;
  });
  surface.addEventListener('pointercancel', () => {
    drag = null;
  });
  surface.addEventListener('pointerleave', () => {
    gestures.leave();
  });
  surface.addEventListener('click', (event) => {
    const wasDragged = drag !== null;
    drag = null;
    const { x, y } = pixelOf(event);
    if (!wasDragged && event.detail <= 1) gestures.click(x, y);
  });
  surface.addEventListener('dblclick', (event) => {
    const { x, y } = pixelOf(event);
    gestures.doubleClick(x, y);
  });
  surface.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const { x, y } = pixelOf(event);
      gestures.zoom(Math.exp(-event.deltaY / 400), x, y);
    },
    { passive: false },
  );
}
