import { onlyACode, onlyBCode, sharedCode } from '../../shared/changeCode';
import type { Exported } from '../../shared/exported';
import { plural } from '../../shared/format';
import { inputLayout } from '../../shared/inputLayout';
import type { InputMarks } from '../../shared/inputMarks';
import { paintFrame, paintMarks } from '../../shared/inputPicture';
import type { InputShape } from '../../shared/inputShape';
import type { InputPair, PairInputs } from './pairInputs';

/** One of the three pictures of the inputs of a pair: those of A, those of B, and both over each other. */
export interface TriptychPart {
  /** "A: 6 inputs" */
  readonly words: string;
  readonly marks: readonly InputMarks[];
}

export function triptychOf({ shared, onlyA, onlyB }: PairInputs): readonly TriptychPart[] {
  const ofA = numbers([...shared, ...onlyA]);
  const ofB = numbers([...shared, ...onlyB]);
  return [
    { words: `A: ${plural(ofA.length, 'input')}`, marks: [{ code: onlyACode, inputs: ofA }] },
    { words: `B: ${plural(ofB.length, 'input')}`, marks: [{ code: onlyBCode, inputs: ofB }] },
    {
      words: `${String(shared.length)} shared, ${String(onlyA.length)} only A, ${String(onlyB.length)} only B`,
      marks: [
        { code: sharedCode, inputs: numbers(shared) },
        { code: onlyACode, inputs: numbers(onlyA) },
        { code: onlyBCode, inputs: numbers(onlyB) },
      ],
    },
  ];
}

/** Colours stand beside each other already: then the three pictures stand below each other. */
export function isStacked(shape: InputShape | null): boolean {
  return shape !== null && shape.channels > 1;
}

const side = { beside: 220, stacked: 660 };
const captionHeight = 20;
const gap = 16;

export function triptychPicture(
  inputs: number,
  shape: InputShape | null,
  parts: readonly TriptychPart[],
): NonNullable<Exported['picture']> {
  const stacked = isStacked(shape);
  const layout = inputLayout(inputs, shape, stacked ? side.stacked : side.beside);
  const across = stacked ? 0 : Math.max(layout.width, side.beside) + gap;
  const down = stacked ? layout.height + captionHeight + gap : 0;
  const last = parts.length - 1;
  return {
    width: last * across + Math.max(layout.width, side.beside),
    height: last * down + layout.height + captionHeight,
    paint(context, theme) {
      parts.forEach(({ words, marks }, k) => {
        context.save();
        context.translate(k * across, k * down);
        context.font = `11px ${theme.fontFamily}`;
        context.fillStyle = theme.inks.foreground;
        context.textAlign = 'left';
        context.textBaseline = 'middle';
        context.fillText(words, 0, captionHeight / 2 - 2);
        context.translate(0, captionHeight);
        for (const each of marks) paintMarks(context, layout, theme, each);
        paintFrame(context, layout, theme);
        context.restore();
      });
    },
  };
}

function numbers(pairs: readonly InputPair[]): number[] {
  return pairs.map(({ a, b }) => (a ?? b)!);
}
