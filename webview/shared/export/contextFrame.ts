import { multiply, type Affine } from './affine';

/**
 * A part of a context that takes itself for a whole canvas: code that resets transforms, clears, and asks for the
 * canvas (Chart.js does) stays within it.
 */
export function frameOf(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
): CanvasRenderingContext2D {
  const { a, b, c, d, e, f } = context.getTransform();
  const ground: Affine = [a, b, c, d, e, f];
  const own: Partial<Record<keyof CanvasRenderingContext2D, unknown>> = {
    setTransform: (...map: Affine) => {
      context.setTransform(...multiply(ground, map));
    },
    resetTransform: () => {
      context.setTransform(...ground);
    },
    clearRect: () => undefined,
  };
  const frame: CanvasRenderingContext2D = new Proxy(context, {
    get(target, name: keyof CanvasRenderingContext2D) {
      if (name in own) return own[name];
      const value: unknown = target[name];
      // Methods of a canvas refuse a proxy as their object.
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
    set(target, name, value) {
      return Reflect.set(target, name, value, target);
    },
  });
  own.canvas = { width, height, style: {}, getContext: () => frame };
  return frame;
}
