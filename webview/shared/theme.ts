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

/** Where a theme gives no usable colour: a foreground and background, and inks that read well on them. */
const fallback = {
  dark: {
    background: '#1f1f1f',
    foreground: '#cccccc',
    blue: '#3794ff',
    orange: '#d18616',
    green: '#89d185',
  },
  light: {
    background: '#ffffff',
    foreground: '#3b3b3b',
    blue: '#0063d3',
    orange: '#b35900',
    green: '#388a34',
  },
} as const;
const fallbackPurple = '#9a5fc4';
const fallbackYellow = '#b89500';
const fallbackRed = '#e04848';

function kindOf(body: HTMLElement): Theme['kind'] {
  if (body.classList.contains('vscode-high-contrast-light')) return 'highContrastLight';
  if (body.classList.contains('vscode-high-contrast')) return 'highContrastDark';
  return body.classList.contains('vscode-light') ? 'light' : 'dark';
}

export function readTheme(): Theme {
  const kind = kindOf(document.body);
  const ends = kind === 'light' || kind === 'highContrastLight' ? fallback.light : fallback.dark;
  const style = getComputedStyle(document.documentElement);
  const variable = (name: string): Rgba | null => parseColour(style.getPropertyValue(`--vscode-${name}`));
  const known = (text: string): Rgba => parseColour(text)!;

  const background = variable('editor-background') ?? known(ends.background);
  const foreground = flatten(
    variable('charts-foreground') ?? variable('foreground') ?? known(ends.foreground),
    background,
  );
  // In some themes a chart colour is that of a search match, nearly transparent; in high contrast it may be missing.
  const ink = (name: string, otherwise: string): Rgba => {
    const [red, green, blue] = variable(`charts-${name}`) ?? known(otherwise);
    return [red, green, blue, 1];
  };
  // Not the description colour: in Light Modern that is the foreground itself.
  const dim = flatten([foreground[0], foreground[1], foreground[2], 0.74], background);
  const blue = ink('blue', ends.blue);
  const faint = formatColour([foreground[0], foreground[1], foreground[2], 0.22]);
  const border = variable('panel-border');
  return {
    kind,
    inks: {
      foreground: formatColour(foreground),
      dim: formatColour(dim),
      blue: formatColour(blue),
      orange: formatColour(ink('orange', ends.orange)),
      green: formatColour(ink('green', ends.green)),
      purple: formatColour(ink('purple', fallbackPurple)),
      yellow: formatColour(ink('yellow', fallbackYellow)),
      red: formatColour(ink('red', fallbackRed)),
    },
    background,
    foreground,
    blue,
    // In high contrast the border colour is as loud as the data: grid lines stay faint.
    hairline: border === null || kind.startsWith('highContrast') ? faint : formatColour(border),
    dim: formatColour(dim),
    hoverBackground: formatColour(variable('editorHoverWidget-background') ?? background),
    hoverForeground: formatColour(variable('editorHoverWidget-foreground') ?? foreground),
    hoverBorder: formatColour(
      variable('editorHoverWidget-border') ?? variable('contrastBorder') ?? known('#80808080'),
    ),
    fontFamily: style.getPropertyValue('--vscode-font-family') || 'sans-serif',
  };
}

/** Makes the resolved inks known to the style sheets below `root`, as `--ink-blue` and so on. */
export function provideInks(root: HTMLElement, theme: Theme): void {
  for (const [ink, colour] of Object.entries(theme.inks)) root.style.setProperty(`--ink-${ink}`, colour);
  root.style.setProperty('--hairline', theme.hairline);
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
