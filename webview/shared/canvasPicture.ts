import { element, setAttribute } from './dom';
import type { Theme } from './theme';

/** In CSS pixels. */
export interface CanvasSize {
  readonly width: number;
  readonly height: number;
}

export type Paint = (context: CanvasRenderingContext2D, size: CanvasSize, theme: Theme) => void;

/** A canvas as wide as its place and `height` CSS pixels high, sharp on every screen, drawn again when its place changes. */
export class CanvasPicture {
  readonly canvas = element('canvas', { role: 'img' });
  readonly root = element('div', { class: 'canvas-picture' }, this.canvas);
  private paint: Paint | null = null;
  private theme: Theme | null = null;

  /** `heightOf`: by the width that there is. */
  constructor(private readonly heightOf: (width: number) => number) {
    this.canvas.style.display = 'block';
    new ResizeObserver(() => {
      this.draw();
    }).observe(this.root);
  }

  get size(): CanvasSize {
    const width = this.root.clientWidth;
    return { width, height: this.heightOf(width) };
  }

  /** `description`: for those who do not see it. */
  update(paint: Paint, theme: Theme, description: string): void {
    this.paint = paint;
    this.theme = theme;
    setAttribute(this.canvas, 'aria-label', description);
    this.draw();
  }

  private draw(): void {
    const { paint, theme, canvas } = this;
    const { width, height } = this.size;
    if (paint === null || theme === null || width === 0) return;
    const ratio = devicePixelRatio;
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== across || canvas.height !== down) {
      [canvas.width, canvas.height] = [across, down];
      canvas.style.width = `${String(width)}px`;
      canvas.style.height = `${String(height)}px`;
    }
    const context = canvas.getContext('2d')!;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    paint(context, { width, height }, theme);
  }
}
