import { formatColour } from '../colour';
import type { Exported, ExportedPicture } from '../exported';
import { paperTheme } from './lightTheme';
import { measureText, wrapText } from './measureText';
import { SvgContext } from './svgContext';

/** Something to be painted on white, in the colours of `paperTheme`; sizes in CSS pixels. */
export interface Figure {
  readonly id: string;
  readonly title: string;
  readonly width: number;
  readonly height: number;
  paint(context: CanvasRenderingContext2D): void;
}

const margin = 16;
const gap = 10;
const { fontFamily } = paperTheme;
const titleFont = { css: `bold 15px ${fontFamily}`, line: 20 };
const subtitleFont = { css: `12px ${fontFamily}`, line: 16 };
const footFont = { css: `9px ${fontFamily}`, line: 12 };

/** The picture alone. */
export function bareFigure({ id, title }: Exported, picture: ExportedPicture): Figure {
  const { width, height } = picture;
  return {
    id,
    title,
    width,
    height,
    paint: (context) => {
      paintWithin(context, picture, 0, 0);
    },
  };
}

/** The picture with its title above it and, below it, where it comes from. */
export function fullFigure(exported: Exported, picture: ExportedPicture, foot: string): Figure {
  const width = Math.max(picture.width, 320);
  const blocks = [
    { font: titleFont, colour: paperTheme.inks.foreground, text: exported.title },
    { font: subtitleFont, colour: paperTheme.dim, text: exported.subtitle },
    { font: footFont, colour: paperTheme.dim, text: foot },
  ].map((block) => ({ ...block, lines: wrapText(block.text, block.font.css, width) }));
  const [title, subtitle, below] = blocks;
  const heightOf = ({ lines, font }: (typeof blocks)[number]): number => lines.length * font.line;
  const top = margin + heightOf(title) + heightOf(subtitle) + gap;
  const footTop = top + picture.height + gap;
  return {
    id: exported.id,
    title: exported.title,
    width: width + 2 * margin,
    height: footTop + heightOf(below) + margin,
    paint(context) {
      write(context, title, margin);
      write(context, subtitle, margin + heightOf(title));
      paintWithin(context, picture, margin, top);
      write(context, below, footTop);
    },
  };
}

function write(
  context: CanvasRenderingContext2D,
  { font, colour, lines }: { font: typeof titleFont; colour: string; lines: readonly string[] },
  top: number,
): void {
  context.save();
  context.font = font.css;
  context.fillStyle = colour;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  lines.forEach((line, k) => {
    context.fillText(line, margin, top + (k + 0.5) * font.line);
  });
  context.restore();
}

function paintWithin(
  context: CanvasRenderingContext2D,
  picture: ExportedPicture,
  left: number,
  top: number,
): void {
  context.save();
  context.translate(left, top);
  picture.paint(context, paperTheme);
  context.restore();
}

export function svgOf(figure: Figure): string {
  const { id, title, width, height } = figure;
  const context = new SvgContext(id, measureText);
  paintAll(context.asCanvasContext(), figure);
  return context.toSvg(width, height, title);
}

/** Pixels for each CSS pixel of a PNG; fewer where no canvas could hold them. */
const pngScale = 2;
const mostPixels = 16_000;

export async function pngOf(figure: Figure): Promise<Blob> {
  const scale = Math.min(pngScale, mostPixels / figure.width, mostPixels / figure.height);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(figure.width * scale);
  canvas.height = Math.round(figure.height * scale);
  const context = canvas.getContext('2d')!;
  context.scale(scale, scale);
  paintAll(context, figure);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('The picture is too large for an image.'));
      else resolve(blob);
    }, 'image/png');
  });
}

function paintAll(context: CanvasRenderingContext2D, figure: Figure): void {
  context.fillStyle = formatColour(paperTheme.background);
  context.fillRect(0, 0, figure.width, figure.height);
  figure.paint(context);
}
