import type { ExportedPicture } from '../../../shared/exported';
import { formatCount } from '../../../shared/format';
import type { InputLayout } from '../../../shared/inputLayout';
import type { InputMarks } from '../../../shared/inputMarks';
import { paintFrame, paintMarks } from '../../../shared/inputPicture';
import type { Theme } from '../../../shared/theme';
import { type ChangeEntry, changeLegendHeight, paintChangeLegend } from './changeLegend';
import type { FieldMarks } from './fieldMarks';

/** What is exported of a receptive field that is an image: its marks with their legend. */
export function fieldPicture(layout: InputLayout, marks: FieldMarks, compared: boolean): ExportedPicture {
  return {
    width: Math.max(layout.width, 240),
    height: layout.height + changeLegendHeight,
    paint: (context, theme) => {
      paintField(context, layout, theme, marks);
      paintFrame(context, layout, theme);
      context.translate(0, layout.height);
      paintChangeLegend(context, theme, changeEntries(marks, compared));
    },
  };
}

export function paintField(
  context: CanvasRenderingContext2D,
  layout: InputLayout,
  theme: Theme,
  { kept, gained, lost }: FieldMarks,
): void {
  for (const marks of [kept, lost, gained]) paintMarks(context, layout, theme, marks);
}

export function changeEntries({ kept, gained, lost }: FieldMarks, compared: boolean): readonly ChangeEntry[] {
  const entry = (name: string, { code, inputs }: InputMarks): ChangeEntry => ({
    code,
    label: `${name} ${formatCount(inputs.length)}`,
  });
  return compared
    ? [entry('kept', kept), entry('gained', gained), entry('lost', lost)]
    : [entry('inputs', kept)];
}
