import { element, setAttribute } from './dom';
import { fitCanvas } from './fitCanvas';
import { observeWidth } from './observeWidth';
import './paintedCanvas.css';

/** In CSS pixels. */
export interface CanvasSize {
  readonly width: number;
  readonly height: number;
}

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
  private placeWidth = 0;

  /** `interactive`: it can be focused. */
  constructor(interactive = false) {
    this.canvas = element('canvas', { role: 'img', tabindex: interactive ? 0 : null, class: 'painted' });
    this.root = element('div', { class: 'painted-place' }, this.canvas);
    observeWidth(this.root, (width) => {
      this.placeWidth = width;
      this.draw();
    });
  }

  /** In CSS pixels; 0 before it is seen. */
  get width(): number {
    return this.placeWidth;
  }

  update(painting: Painting): void {
    this.painting = painting;
    setAttribute(this.canvas, 'aria-label', painting.description);
    this.draw();
  }

  private draw(): void {
    const { painting, width } = this;
    if (painting === null || width === 0) return;
    painting.paint(fitCanvas(this.canvas, width, painting.heightFor(width)), width);
  }
}
