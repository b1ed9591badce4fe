import { element } from '../dom';

let context: CanvasRenderingContext2D | null = null;

export function measureText(text: string, font: string): TextMetrics {
  context ??= element('canvas').getContext('2d')!;
  context.font = font;
  return context.measureText(text);
}

/** Lines of whole words, none wider than `width` pixels unless a word is. */
export function wrapText(text: string, font: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || measureText(longer, font).width <= width) {
      line = longer;
    } else {
      lines.push(line);
      line = word;
    }
  }
  return line === '' ? lines : [...lines, line];
}
