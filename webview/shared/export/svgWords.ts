/** Pieces of SVG as text. */
import { parseColour } from '../colour';

/** Two decimals of a pixel, and no more digits than they need. */
export function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[^\P{Cc}\t\n\r]/gu, '\ufffd');
}

export type SvgAttributes = Readonly<Record<string, string | number | null>>;

export function tag(name: string, attributes: SvgAttributes, content?: string): string {
  const words = Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(
      ([key, value]) => ` ${key}="${typeof value === 'number' ? number(value) : escapeXml(String(value))}"`,
    )
    .join('');
  return content === undefined ? `<${name}${words}/>` : `<${name}${words}>${content}</${name}>`;
}

/** Opacity apart: not every program that reads SVG knows it within a colour. */
export function splitColour(
  text: string,
  alpha: number,
): { readonly colour: string; readonly opacity: number | null } {
  const parsed = parseColour(text);
  if (parsed === null) return { colour: text, opacity: alpha === 1 ? null : alpha };
  const [red, green, blue, own] = parsed;
  const opacity = own * alpha;
  const hex = [red, green, blue].map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('');
  return { colour: `#${hex}`, opacity: opacity === 1 ? null : opacity };
}

export interface Font {
  readonly style: string | null;
  readonly weight: string | null;
  /** In pixels. */
  readonly size: number;
  readonly family: string;
}

/** The value of `font` of a canvas: "bold 11px system-ui, sans-serif". */
export function parseFont(font: string): Font {
  const parts =
    /^(?:(italic|oblique|normal) )?(?:(bold|bolder|lighter|normal|\d{3}) )?([\d.]+)px(?:\/\S+)? (.+)$/.exec(
      font.trim(),
    );
  if (parts === null) throw new Error(`font '${font}': expected [style] [weight] <size>px <family>`);
  const [, style, weight, size, family] = parts;
  const unusual = (word: string | undefined): string | null =>
    word === undefined || word === 'normal' ? null : word;
  return { style: unusual(style), weight: unusual(weight), size: Number(size), family };
}

/** How far below the given place the foot of the letters is, in units of the size of the font. */
export const baselineShift: Readonly<Record<CanvasTextBaseline, number>> = {
  alphabetic: 0,
  ideographic: -0.2,
  bottom: -0.22,
  middle: 0.35,
  hanging: 0.75,
  top: 0.88,
};

export const textAnchor: Readonly<Record<CanvasTextAlign, string | null>> = {
  left: null,
  start: null,
  center: 'middle',
  right: 'end',
  end: 'end',
};
