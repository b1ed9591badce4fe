import type { Rgba } from './colour';
import { flatten, formatColour, parseColour } from './colour';
import type { Ink } from './layerCode';

/** Colours of the editor's theme, resolved for drawing on a canvas. */
export interface Theme {
  readonly kind: 'dark' | 'light' | 'highContrastDark' | 'highContrastLight';
  readonly inks: Readonly<Record<Ink, string>>;
  readonly background: Rgba;
  readonly foreground: Rgba;
  readonly blue: Rgba;
  /** Grid lines. */
  readonly hairline: string;
  /** Axis labels. */
  readonly dim: string;
  readonly hoverBackground: string;
  readonly hoverForeground: string;
  readonly hoverBorder: string;
  readonly fontFamily: string;
}

const fallback = {
  dark: { background: '#1f1f1f', foreground: '#cccccc' },
  light: { background: '#ffffff', foreground: '#3b3b3b' },
} as const;

const inkVariables: Readonly<Record<Ink, readonly string[]>> = {
  foreground: ['--vscode-charts-foreground', '--vscode-foreground', '--vscode-editor-foreground'],
  dim: ['--vscode-descriptionForeground', '--vscode-disabledForeground'],
  blue: ['--vscode-charts-blue'],
  orange: ['--vscode-charts-orange'],
  green: ['--vscode-charts-green'],
  purple: ['--vscode-charts-purple'],
  yellow: ['--vscode-charts-yellow'],
  red: ['--vscode-charts-red'],
};

function kindOf(body: HTMLElement): Theme['kind'] {
  if (body.classList.contains('vscode-high-contrast-light')) return 'highContrastLight';
  if (body.classList.contains('vscode-high-contrast')) return 'highContrastDark';
  return body.classList.contains('vscode-light') ? 'light' : 'dark';
}

export function readTheme(): Theme {
  const kind = kindOf(document.body);
  const ends = kind === 'light' || kind === 'highContrastLight' ? fallback.light : fallback.dark;
  const style = getComputedStyle(document.documentElement);
  const first = (names: readonly string[], otherwise: string): string =>
    names.map((name) => style.getPropertyValue(name).trim()).find((value) => value !== '') ?? otherwise;
  const opaque = (text: string, otherwise: string, under: Rgba | null): Rgba => {
    const colour = parseColour(text) ?? parseColour(otherwise)!;
    return under === null ? colour : flatten(colour, under);
  };

  const background = opaque(first(['--vscode-editor-background'], ''), ends.background, null);
  const foreground = opaque(first(inkVariables.foreground, ''), ends.foreground, background);
  const foregroundText = formatColour(foreground);
  const inks = Object.fromEntries(
    Object.entries(inkVariables).map(([ink, names]) => [ink, first(names, foregroundText)]),
  ) as Record<Ink, string>;
  // In high contrast the border colour is as loud as the data: grid lines stay faint.
  const faint = formatColour([foreground[0], foreground[1], foreground[2], 0.25]);
  const hairline = kind.startsWith('highContrast') ? faint : first(['--vscode-panel-border'], faint);
  return {
    kind,
    inks,
    background,
    foreground,
    blue: opaque(inks.blue, '#3794ff', background),
    hairline,
    dim: inks.dim,
    hoverBackground: first(['--vscode-editorHoverWidget-background'], formatColour(background)),
    hoverForeground: first(['--vscode-editorHoverWidget-foreground'], foregroundText),
    hoverBorder: first(['--vscode-editorHoverWidget-border', '--vscode-contrastBorder'], faint),
    fontFamily: first(['--vscode-font-family'], 'sans-serif'),
  };
}

/** Calls `listener` after each change of theme, once for all its variables. */
export function onThemeChange(listener: () => void): void {
  let scheduled = false;
  const observer = new MutationObserver(() => {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(() => {
      scheduled = false;
      listener();
    });
  });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  // From one dark theme to another only the variables change.
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
}
