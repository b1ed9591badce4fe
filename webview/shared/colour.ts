/** Colours as numbers: what a heat map needs that style sheets cannot do. */

/** Red, green, blue from 0 to 255, alpha from 0 to 1. */
export type Rgba = readonly [number, number, number, number];

/** Reads `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`, `rgb()` and `rgba()`; null for anything else. */
export function parseColour(text: string): Rgba | null {
  const trimmed = text.trim();
  const hex = /^#([0-9a-f]{3,8})$/i.exec(trimmed)?.[1];
  if (hex !== undefined) {
    const digits = hex.length <= 4 ? [...hex].map((digit) => digit + digit).join('') : hex;
    if (digits.length !== 6 && digits.length !== 8) return null;
    const byte = (at: number): number => Number.parseInt(digits.slice(at, at + 2), 16);
    return [byte(0), byte(2), byte(4), digits.length === 8 ? byte(6) / 255 : 1];
  }
  const parts = /^rgba?\(([^)]*)\)$/i
    .exec(trimmed)?.[1]
    ?.split(/[\s,/]+/)
    .filter((part) => part !== '');
  if (parts === undefined || parts.length < 3) return null;
  const channels = parts.map((part) => (part.endsWith('%') ? Number(part.slice(0, -1)) / 100 : Number(part)));
  if (channels.some(Number.isNaN)) return null;
  return [channels[0], channels[1], channels[2], channels[3] ?? 1];
}

export function formatColour([red, green, blue, alpha]: Rgba): string {
  const channels = [red, green, blue].map((channel) => String(Math.round(channel))).join(', ');
  return alpha === 1 ? `rgb(${channels})` : `rgba(${channels}, ${String(Number(alpha.toFixed(3)))})`;
}

/** `over` laid on an opaque `under`. */
export function flatten(over: Rgba, under: Rgba): Rgba {
  const alpha = over[3];
  const channel = (k: 0 | 1 | 2): number => over[k] * alpha + under[k] * (1 - alpha);
  return [channel(0), channel(1), channel(2), 1];
}

function toLinear(channel: number): number {
  const c = channel / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}

function fromLinear(linear: number): number {
  const c = Math.min(1, Math.max(0, linear));
  return 255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055);
}

/** OKLab (Björn Ottosson, 2020): equal steps in it look equal. */
function toOklab(colour: Rgba): readonly [number, number, number] {
  const r = toLinear(colour[0]);
  const g = toLinear(colour[1]);
  const b = toLinear(colour[2]);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab([lightness, a, b]: readonly [number, number, number]): Rgba {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    fromLinear(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    fromLinear(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    fromLinear(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
    1,
  ];
}

/** Between two opaque colours, `share` from 0 (`from`) to 1 (`to`), in even steps to the eye. */
export function mix(from: Rgba, to: Rgba, share: number): Rgba {
  const a = toOklab(from);
  const b = toOklab(to);
  const at = (k: 0 | 1 | 2): number => a[k] + (b[k] - a[k]) * share;
  return fromOklab([at(0), at(1), at(2)]);
}

/** WCAG relative luminance, 0 to 1. */
export function luminance(colour: Rgba): number {
  return 0.2126 * toLinear(colour[0]) + 0.7152 * toLinear(colour[1]) + 0.0722 * toLinear(colour[2]);
}

/** WCAG contrast ratio, 1 to 21. */
export function contrast(a: Rgba, b: Rgba): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const black: Rgba = [0, 0, 0, 1];
const white: Rgba = [255, 255, 255, 1];

/** Black or white, whichever reads better on `cell`. */
export function inkOn(cell: Rgba): Rgba {
  return contrast(cell, black) >= contrast(cell, white) ? black : white;
}

/** The colour with this opacity; one that cannot be read as it is. */
export function translucent(colour: string, opacity: number): string {
  const rgba = parseColour(colour);
  return rgba === null ? colour : formatColour([rgba[0], rgba[1], rgba[2], opacity]);
}
