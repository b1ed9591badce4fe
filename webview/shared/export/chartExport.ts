import type { ChartConfiguration } from 'chart.js';
import { chartTable } from '../chartTable';
import type { ViewedPicture } from '../chartView';
import type { Exported } from '../exported';
import type { Theme } from '../theme';
import { paintChart } from './chartPainting';
import { legendHeight, paintLegend } from './legendPainting';
import { paperTheme } from './lightTheme';

const plotHeight = 260;
const leastWidth = 480;

/** A chart as it stands. `configured` gives its configuration in the colours of a theme. */
export function exportedChart<Data>(
  picture: ViewedPicture,
  subtitle: string,
  shownWidth: number,
  configured: (theme: Theme, use: (chart: Omit<ChartConfiguration<'line', Data>, 'type'>) => void) => void,
): Exported {
  const width = Math.max(leastWidth, shownWidth);
  const legend = [...picture.series, ...picture.levels];
  return {
    id: picture.id,
    title: picture.title,
    subtitle,
    picture: {
      width,
      height: plotHeight + legendHeight(legend, width, paperTheme),
      paint(context, theme) {
        configured(theme, (chart) => {
          paintChart(context, { width, height: plotHeight }, chart, picture.xAxis.title);
        });
        paintLegend(context, legend, width, plotHeight, theme);
      },
    },
    table: chartTable(picture),
  };
}
