/** Pictures of the inputs of a network or of a layer: their values, or which of them a neuron has. */
import { traceShape } from './changeShape';
import { formatColour, type Rgba } from './colour';
import { element, setAttribute } from './dom';
import { fitCanvas } from './fitCanvas';
import { inputAtPoint, inputBeside, inputBox, type InputLayout, inputLayout } from './inputLayout';
import './inputPicture.css';
import type { InputMarks } from './inputMarks';
import type { InputShape } from './inputShape';
import { observeWidth } from './observeWidth';
import type { Theme } from './theme';

/** From this size on a cell shows the shape of a code; smaller ones are filled. */
const leastShape = 5;

/** Fills the cells of all inputs that have the same value at once. Null: the input has none. */
export function paintValues(
  context: CanvasRenderingContext2D,
  layout: InputLayout,
  valueOf: (input: number) => number | null,
  colour: (value: number | null) => Rgba,
): void {
  const alike = new Map<number | null, number[]>();
  for (let input = 0; input < layout.inputs; input++) {
    const value = valueOf(input);
    const others = alike.get(value);
    if (others === undefined) alike.set(value, [input]);
    else others.push(input);
  }
  for (const [value, inputs] of alike) {
    context.fillStyle = formatColour(colour(value));
    context.beginPath();
    for (const input of inputs) {
      const { left, top, width, height } = inputBox(layout, input);
      context.rect(left, top, width, height);
    }
    context.fill();
  }
}

export function paintMarks(
  context: CanvasRenderingContext2D,
  layout: InputLayout,
  theme: Theme,
  { code, inputs, sizes }: InputMarks,
): void {
  const { cell } = layout;
  const shown = cell < leastShape ? 'square' : code.shape;
  context.fillStyle = theme.inks[code.ink];
  context.beginPath();
  inputs.forEach((input, k) => {
    const { left, top } = inputBox(layout, input);
    const size = cell < leastShape ? cell : cell * (sizes?.[k] ?? 1);
    traceShape(context, shown, left + cell / 2, top + cell / 2, size);
  });
  context.fill();
}

/** The edges of the picture and the names of its channels. */
export function paintFrame(context: CanvasRenderingContext2D, layout: InputLayout, theme: Theme): void {
  context.strokeStyle = theme.hairline;
  context.lineWidth = 1;
  context.fillStyle = theme.dim;
  context.font = `11px ${theme.fontFamily}`;
  context.textBaseline = 'top';
  context.textAlign = 'left';
  for (const { left, top, width, height, name } of layout.planes) {
    context.strokeRect(left + 0.5, top + 0.5, width - 1, height - 1);
    if (name !== null) context.fillText(name, left, 0);
  }
}

export interface InputPictureContent {
  readonly inputs: number;
  readonly shape: InputShape | null;
  /** For those who do not see it. */
  readonly description: string;
  /** Without the frame. */
  paint(context: CanvasRenderingContext2D, layout: InputLayout, theme: Theme): void;
}

/** A picture of inputs on the screen: fits its place, and tells which input is pointed at, by pointer or arrow keys. */
export class InputPicture {
  private readonly canvas = element('canvas', { role: 'img', tabindex: 0 });
  readonly root = element('div', { class: 'input-picture' }, this.canvas);
  private content: InputPictureContent | null = null;
  private theme: Theme | null = null;
  private layout: InputLayout | null = null;
  private pointed: number | null = null;
  private room = 0;

  /** `mostSide`: of an image, in CSS pixels. */
  constructor(
    private readonly onPoint: (input: number | null) => void,
    private readonly mostSide = 360,
  ) {
    this.canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => {
      this.point(this.layout === null ? null : inputAtPoint(this.layout, offsetX, offsetY));
    });
    this.canvas.addEventListener('pointerleave', () => {
      this.point(null);
    });
    this.canvas.addEventListener('blur', () => {
      this.point(null);
    });
    this.canvas.addEventListener('keydown', (event) => {
      const step = steps[event.key];
      if (step === undefined || this.layout === null) return;
      event.preventDefault();
      this.point(this.pointed === null ? 0 : inputBeside(this.layout, this.pointed, ...step));
    });
    observeWidth(this.root, (width) => {
      this.room = width;
      this.draw();
    });
  }

  update(content: InputPictureContent, theme: Theme): void {
    this.content = content;
    this.theme = theme;
    setAttribute(this.canvas, 'aria-label', content.description);
    if (this.pointed !== null && this.pointed >= content.inputs) this.pointed = null;
    this.draw();
  }

  /** Shows a cursor on an input that is pointed at elsewhere. */
  point(input: number | null): void {
    if (input === this.pointed) return;
    this.pointed = input;
    this.onPoint(input);
    this.draw();
  }

  private draw(): void {
    const { content, theme, room } = this;
    if (content === null || theme === null || room === 0) return;
    const layout = inputLayout(content.inputs, content.shape, Math.min(this.mostSide, room));
    this.layout = layout;
    const context = fitCanvas(this.canvas, layout.width, layout.height);
    content.paint(context, layout, theme);
    paintFrame(context, layout, theme);
    if (this.pointed !== null) paintCursor(context, layout, theme, this.pointed);
  }
}

const steps: Readonly<Record<string, readonly [right: number, down: number] | undefined>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Two rings, so that it is seen on any colour. */
function paintCursor(
  context: CanvasRenderingContext2D,
  layout: InputLayout,
  theme: Theme,
  input: number,
): void {
  const { left, top, width, height } = inputBox(layout, input);
  for (const [away, colour] of [
    [0.5, theme.background],
    [1.5, theme.foreground],
  ] as const) {
    context.strokeStyle = formatColour(colour);
    context.lineWidth = 1;
    context.strokeRect(left - away, top - away, width + 2 * away, height + 2 * away);
  }
}
