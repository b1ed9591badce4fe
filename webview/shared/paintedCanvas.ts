import { element, setAttribute } from './dom';
import { fitCanvas } from './fitCanvas';

export interface Painting {
  /** For those who do not see it. */
  readonly description: string;
  heightFor(width: number): number;
  paint(context: CanvasRenderingContext2D, width: number): void;
}

/** A painted picture as wide as its place. */
export class PaintedCanvas {
  readonly canvas: HTMLCanvasElement;
  readonly root: HTMLElement;
  private painting: Painting | null = null;
  private shownWidth = 0;

  /** `interactive`: it can be focused. */
  constructor(interactive = false) {
    this.canvas = element('canvas', { role: 'img', tabindex: interactive ? 0 : null, class: 'painted' });
    this.root = element('div', { class: 'painted-place' }, this.canvas);
    new ResizeObserver(() => {
      this.draw();
    }).observe(this.root);
  }

  /** As it was last drawn, in CSS pixels; 0 before. */
  get width(): number {
    return this.shownWidth;
  }

  update(painting: Painting): void {
    this.painting = painting;
    setAttribute(this.canvas, 'aria-label', painting.description);
    this.draw();
  }

  private draw(): void {
    const width = this.root.clientWidth;
    if (this.painting === null || width === 0) return;
    this.shownWidth = width;
    this.painting.paint(fitCanvas(this.canvas, width, this.painting.heightFor(width)), width);
  }
}
