import { parseColour, type Rgba } from '../colour';
import type { Theme } from '../theme';

const known = (text: string): Rgba => parseColour(text)!;

/**
 * What exports are painted in, whatever the editor's theme is: for white paper. Every ink has a contrast of at least
 * 4.5 to it; the fonts are those that papers and browsers have.
 */
export const paperTheme: Theme = {
  kind: 'light',
  inks: {
    foreground: '#1a1a1a',
    dim: '#595959',
    blue: '#0b62c4',
    orange: '#b35900',
    green: '#2c7a29',
    purple: '#7a3ea8',
    yellow: '#836300',
    red: '#c62828',
  },
  background: known('#ffffff'),
  foreground: known('#1a1a1a'),
  blue: known('#0b62c4'),
  hairline: '#dddddd',
  dim: '#595959',
  hoverBackground: '#ffffff',
  hoverForeground: '#1a1a1a',
  hoverBorder: '#808080',
  fontFamily: 'Helvetica, Arial, "Liberation Sans", sans-serif',
};
