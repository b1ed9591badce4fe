import { type Affine, apply, identity, isTranslation, multiply, scaleOf, turnOf } from './affine';
import {
  baselineShift,
  escapeXml,
  number,
  parseFont,
  splitColour,
  type SvgAttributes,
  tag,
  textAnchor,
} from './svgWords';

/** What a canvas keeps by `save` and gives back by `restore`. */
interface Pen {
  fillStyle: string;
  strokeStyle: string;
  lineWidth: number;
  lineCap: CanvasLineCap;
  lineJoin: CanvasLineJoin;
  miterLimit: number;
  lineDashOffset: number;
  globalAlpha: number;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
  imageSmoothingEnabled: boolean;
}

interface Kept {
  readonly pen: Pen;
  readonly map: Affine;
  readonly dash: readonly number[];
  /** Groups that were opened when it was kept. */
  readonly groups: number;
}

const firstPen: Pen = {
  fillStyle: '#000000',
  strokeStyle: '#000000',
  lineWidth: 1,
  lineCap: 'butt',
  lineJoin: 'miter',
  miterLimit: 10,
  lineDashOffset: 0,
  globalAlpha: 1,
  font: '10px sans-serif',
  textAlign: 'start',
  textBaseline: 'alphabetic',
  imageSmoothingEnabled: true,
};

/**
 * Records what is drawn on a canvas as SVG, for code that draws on either: see `ExportedPicture` for what it knows.
 * Recorders that can be had from npm set style attributes, which the panels' security policy forbids. Lengths are taken
 * to grow alike in all directions.
 */
export class SvgContext implements Pen {
  declare fillStyle: string;
  declare strokeStyle: string;
  declare lineWidth: number;
  declare lineCap: CanvasLineCap;
  declare lineJoin: CanvasLineJoin;
  declare miterLimit: number;
  declare lineDashOffset: number;
  declare globalAlpha: number;
  declare font: string;
  declare textAlign: CanvasTextAlign;
  declare textBaseline: CanvasTextBaseline;
  declare imageSmoothingEnabled: boolean;

  private readonly words: string[] = [];
  private readonly definitions: string[] = [];
  private readonly kept: Kept[] = [];
  private map: Affine = identity;
  private dash: readonly number[] = [];
  private path = '';
  private groups = 0;

  /**
   * `name` makes ids distinct where several pictures stand in one page; `measure` gives the width of a text in a font,
   * in pixels.
   */
  constructor(
    private readonly name: string,
    private readonly measure: (text: string, font: string) => TextMetrics,
  ) {
    Object.assign(this, firstPen);
  }

  /** As where a context of a canvas is asked for. */
  asCanvasContext(): CanvasRenderingContext2D {
    return this as unknown as CanvasRenderingContext2D;
  }

  /** A whole file. `title` is what is read aloud. */
  toSvg(width: number, height: number, title: string): string {
    return tag(
      'svg',
      {
        xmlns: 'http://www.w3.org/2000/svg',
        width,
        height,
        viewBox: `0 0 ${number(width)} ${number(height)}`,
        role: 'img',
        'aria-label': title,
        'xml:space': 'preserve',
      },
      [
        tag('title', {}, escapeXml(title)),
        this.definitions.length === 0 ? '' : tag('defs', {}, this.definitions.join('')),
        ...this.words,
        '</g>'.repeat(this.groups),
      ].join(''),
    );
  }

  save(): void {
    const pen = Object.fromEntries(Object.keys(firstPen).map((key) => [key, this[key as keyof Pen]]));
    this.kept.push({ pen: pen as unknown as Pen, map: this.map, dash: this.dash, groups: this.groups });
  }

  restore(): void {
    const last = this.kept.pop();
    if (last === undefined) return;
    Object.assign(this, last.pen);
    this.map = last.map;
    this.dash = last.dash;
    this.words.push('</g>'.repeat(this.groups - last.groups));
    this.groups = last.groups;
  }

  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void {
    this.map = [a, b, c, d, e, f];
  }

  getTransform(): Readonly<Record<'a' | 'b' | 'c' | 'd' | 'e' | 'f', number>> {
    const [a, b, c, d, e, f] = this.map;
    return { a, b, c, d, e, f };
  }

  resetTransform(): void {
    this.map = identity;
  }

  transform(...by: Affine): void {
    this.map = multiply(this.map, by);
  }

  translate(x: number, y: number): void {
    this.transform(1, 0, 0, 1, x, y);
  }

  scale(x: number, y: number): void {
    this.transform(x, 0, 0, y, 0, 0);
  }

  rotate(angle: number): void {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    this.transform(cos, sin, -sin, cos, 0, 0);
  }

  beginPath(): void {
    this.path = '';
  }

  closePath(): void {
    if (this.path !== '') this.path += 'Z';
  }

  moveTo(x: number, y: number): void {
    this.path += `M${this.place(x, y)}`;
  }

  lineTo(x: number, y: number): void {
    // As a canvas does: nowhere is no place.
    if (!Number.isFinite(x + y)) return;
    this.path += `${this.path === '' ? 'M' : 'L'}${this.place(x, y)}`;
  }

  quadraticCurveTo(controlX: number, controlY: number, x: number, y: number): void {
    this.path += `Q${this.place(controlX, controlY)} ${this.place(x, y)}`;
  }

  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    this.path += `C${this.place(x1, y1)} ${this.place(x2, y2)} ${this.place(x, y)}`;
  }

  rect(x: number, y: number, width: number, height: number): void {
    const corners = [this.place(x + width, y), this.place(x + width, y + height), this.place(x, y + height)];
    this.path += `M${this.place(x, y)}L${corners.join('L')}Z`;
  }

  roundRect(x: number, y: number, width: number, height: number, radius: number): void {
    const [right, bottom] = [x + width, y + height];
    this.moveTo(x + radius, y);
    this.lineTo(right - radius, y);
    this.quadraticCurveTo(right, y, right, y + radius);
    this.lineTo(right, bottom - radius);
    this.quadraticCurveTo(right, bottom, right - radius, bottom);
    this.lineTo(x + radius, bottom);
    this.quadraticCurveTo(x, bottom, x, bottom - radius);
    this.lineTo(x, y + radius);
    this.quadraticCurveTo(x, y, x + radius, y);
    this.closePath();
  }

  arc(x: number, y: number, radius: number, from: number, to: number, backwards = false): void {
    this.ellipse(x, y, radius, radius, 0, from, to, backwards);
  }

  ellipse(
    x: number,
    y: number,
    radiusX: number,
    radiusY: number,
    rotation: number,
    from: number,
    to: number,
    backwards = false,
  ): void {
    const full = 2 * Math.PI;
    const turn = backwards ? from - to : to - from;
    const sweep = Math.abs(turn) >= full - 1e-9 ? full : ((turn % full) + full) % full;
    const at = (angle: number): string => {
      const [across, down] = [radiusX * Math.cos(angle), radiusY * Math.sin(angle)];
      const [cos, sin] = [Math.cos(rotation), Math.sin(rotation)];
      return this.place(x + across * cos - down * sin, y + across * sin + down * cos);
    };
    const scale = scaleOf(this.map);
    const tilt = number(turnOf(this.map) + (rotation * 180) / Math.PI);
    const radii = `${number(radiusX * scale)} ${number(radiusY * scale)} ${tilt}`;
    this.path += `${this.path === '' || this.path.endsWith('Z') ? 'M' : 'L'}${at(from)}`;
    // SVG draws no arc between a place and itself: in two halves.
    for (const part of [0.5, 1]) {
      const angle = from + (backwards ? -1 : 1) * sweep * part;
      this.path += `A${radii} 0 ${backwards ? '0' : '1'} ${at(angle)}`;
    }
  }

  fill(rule?: CanvasFillRule | Path2D): void {
    if (typeof rule === 'object') throw new Error('a Path2D cannot be recorded as SVG');
    if (this.path === '') return;
    this.words.push(
      tag('path', { d: this.path, ...this.filling(), 'fill-rule': rule === 'evenodd' ? rule : null }),
    );
  }

  stroke(path?: Path2D): void {
    if (path !== undefined) throw new Error('a Path2D cannot be recorded as SVG');
    if (this.path !== '') this.words.push(tag('path', { d: this.path, fill: 'none', ...this.stroking() }));
  }

  clip(): void {
    const id = `${this.name}-clip-${String(this.definitions.length)}`;
    this.definitions.push(tag('clipPath', { id }, tag('path', { d: this.path })));
    this.words.push(`<g clip-path="url(#${id})">`);
    this.groups++;
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.rectangle(x, y, width, height, this.filling());
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    this.rectangle(x, y, width, height, { fill: 'none', ...this.stroking() });
  }

  /** The ground shows through as it is: nothing was painted before that could be taken away. */
  clearRect(): void {
    return;
  }

  setLineDash(dash: readonly number[]): void {
    this.dash = [...dash];
  }

  getLineDash(): number[] {
    return [...this.dash];
  }

  measureText(text: string): TextMetrics {
    return this.measure(text, this.font);
  }

  fillText(text: string, x: number, y: number): void {
    this.text(text, x, y, this.filling());
  }

  /** What a text is set off by from what lies below it. */
  strokeText(text: string, x: number, y: number): void {
    this.text(text, x, y, { fill: 'none', ...this.stroking() });
  }

  /** The whole of a canvas; smooth or in squares as `imageSmoothingEnabled` says. */
  drawImage(
    image: HTMLCanvasElement,
    x: number,
    y: number,
    width = image.width,
    height = image.height,
  ): void {
    this.words.push(
      tag('image', {
        x,
        y,
        width,
        height,
        transform: this.matrix(),
        preserveAspectRatio: 'none',
        'image-rendering': this.imageSmoothingEnabled ? null : 'pixelated',
        opacity: this.globalAlpha === 1 ? null : this.globalAlpha,
        href: image.toDataURL(),
      }),
    );
  }

  private text(text: string, x: number, y: number, paint: SvgAttributes): void {
    const { style, weight, size, family } = parseFont(this.font);
    const down = y + baselineShift[this.textBaseline] * size;
    const moved = isTranslation(this.map);
    const [atX, atY] = moved ? apply(this.map, x, down) : [x, down];
    this.words.push(
      tag(
        'text',
        {
          x: atX,
          y: atY,
          transform: moved ? null : this.matrix(),
          'font-family': family,
          'font-size': size,
          'font-style': style,
          'font-weight': weight,
          'text-anchor': textAnchor[this.textAlign],
          ...paint,
        },
        escapeXml(text),
      ),
    );
  }

  private place(x: number, y: number): string {
    return apply(this.map, x, y).map(number).join(' ');
  }

  private rectangle(x: number, y: number, width: number, height: number, paint: SvgAttributes): void {
    const [atX, atY] = apply(this.map, x, y);
    const [toX, toY] = apply(this.map, x + width, y + height);
    this.words.push(
      tag('rect', {
        x: Math.min(atX, toX),
        y: Math.min(atY, toY),
        width: Math.abs(toX - atX),
        height: Math.abs(toY - atY),
        ...paint,
      }),
    );
  }

  private matrix(): string {
    return `matrix(${this.map.map((value) => String(Math.round(value * 1e5) / 1e5)).join(' ')})`;
  }

  private filling(): SvgAttributes {
    const { colour, opacity } = splitColour(this.fillStyle, this.globalAlpha);
    return { fill: colour, 'fill-opacity': opacity };
  }

  private stroking(): SvgAttributes {
    const scale = scaleOf(this.map);
    const { colour, opacity } = splitColour(this.strokeStyle, this.globalAlpha);
    return {
      stroke: colour,
      'stroke-opacity': opacity,
      'stroke-width': this.lineWidth * scale,
      'stroke-linecap': this.lineCap === 'butt' ? null : this.lineCap,
      'stroke-linejoin': this.lineJoin === 'miter' ? null : this.lineJoin,
      'stroke-dasharray':
        this.dash.length === 0 ? null : this.dash.map((length) => number(length * scale)).join(' '),
      'stroke-dashoffset': this.lineDashOffset === 0 ? null : this.lineDashOffset * scale,
    };
  }
}
