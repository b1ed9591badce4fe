import { type HeatLayout, heatLayout, type HeatRoom, lineHeight } from './heatLayout';
import { shortLabels } from './shortLabels';

/** What a row of the map is called. */
export interface HeatRow {
  /** By which it is called where names have no room, here and in the list of the checkpoints. */
  readonly number: number;
  /** All of it: "e5_s0_w0 · epoch 190". */
  readonly label: string;
  readonly run: { readonly path: string; readonly name: string };
  readonly moment: string;
}

/** What is written beside rows or above columns, and at which of them. */
export interface HeatLabel {
  /** A checkpoint, a run over all of its rows, or what tells a checkpoint apart within its run. */
  readonly kind: 'item' | 'run' | 'moment';
  readonly from: number;
  /** The one after the last. */
  readonly to: number;
  /** Empty where a run has no room for its name. */
  readonly text: string;
  /** The whole name. */
  readonly title: string;
}

export interface HeatFrame {
  readonly layout: HeatLayout;
  readonly columns: readonly HeatLabel[];
  readonly rows: readonly HeatLabel[];
}

/** The part of the width that names may take. */
const mostForNames = 0.28;
const letter = 7;
/** Between the names of runs, their checkpoints and the cells. */
const gap = 10;
/** The bracket of a run and what is left of it. */
export const bracketRoom = 16;

/**
 * Layout and names of a map. Each row has its whole name as long as that fits, and otherwise what distinguishes it, or, where
 * rows stand `byRun`, runs are named once, over the checkpoints that are theirs.
 */
export function heatFrame(rows: readonly HeatRow[], byRun: boolean, room: HeatRoom): HeatFrame {
  const labels = rows.map(({ label }) => label);
  const most = room.width * mostForNames;
  const names = itemWidth(labels) <= most ? labels : shortLabels(labels);
  const layout = heatLayout(rows.length, room, Math.round(Math.min(most, itemWidth(names))));
  const groups = runGroups(rows);
  const fits = layout.cellHeight >= lineHeight && names === labels;
  if (fits || !byRun || groups.length === rows.length) return { layout, ...itemNames(rows, names, layout) };
  return groupedFrame(rows, groups, room);
}

/** Of whole names, with room to the cells and for the number of the row. */
function itemWidth(labels: readonly string[]): number {
  return 16 + letter * (String(labels.length).length + longest(labels));
}

/**
 * Columns are named by what distinguishes them where that fits; otherwise by their number, which then stands in the
 * rows, which are called `names`, too.
 */
function itemNames(
  items: readonly HeatRow[],
  names: readonly string[],
  { cellWidth, cellHeight }: HeatLayout,
): Pick<HeatFrame, 'columns' | 'rows'> {
  const labels = items.map(({ label }) => label);
  const short = shortLabels(labels);
  const fit = short.every((text) => text.length * letter <= cellWidth);
  const everyRow = Math.max(1, Math.ceil(lineHeight / cellHeight));
  const number = (at: number): string => String(items[at].number);
  // A last one without room would be cut.
  const everyNth = (step: number, textOf: (at: number) => string): readonly HeatLabel[] =>
    labels.flatMap((title, at) =>
      at % step === 0 && at + step <= labels.length
        ? [{ kind: 'item', from: at, to: at + 1, text: textOf(at), title }]
        : [],
    );
  return fit
    ? { columns: everyNth(1, (at) => short[at]), rows: everyNth(everyRow, (at) => names[at]) }
    : {
        columns: everyNth(Math.ceil(28 / cellWidth), number),
        rows: everyNth(everyRow, (at) => `${number(at)}  ${names[at]}`),
      };
}

interface RunGroup {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Rows of the same run that follow each other. */
function runGroups(rows: readonly HeatRow[]): readonly RunGroup[] {
  const starts = rows.flatMap(({ run }, at) =>
    run.path === rows.at(at - 1)?.run.path && at > 0 ? [] : [at],
  );
  return starts.map((from, k) => ({
    name: rows[from].run.name,
    from,
    to: starts.at(k + 1) ?? rows.length,
  }));
}

/** With names of runs and checkpoints as long as there is room for, those of the runs rather. */
function groupedFrame(rows: readonly HeatRow[], groups: readonly RunGroup[], room: HeatRoom): HeatFrame {
  const names = groups.map(({ name }) => name);
  const moments = rows.map(({ moment }) => moment);
  const widthOf = ([ofRuns, ofRows]: readonly (readonly string[])[]): number =>
    letter * (longest(ofRuns) + longest(ofRows)) + gap + bracketRoom;
  const shortMoments = shortLabels(moments);
  const candidates = [
    [names, moments],
    [names, shortMoments],
    [shortLabels(names), shortMoments],
  ];
  const most = room.width * mostForNames;
  const [ofRuns, ofRows] = candidates.find((each) => widthOf(each) <= most) ?? candidates[2];
  const layout = heatLayout(rows.length, room, Math.round(Math.min(most, widthOf([ofRuns, ofRows]))));
  return {
    layout,
    rows: [...runsOfRows(groups, ofRuns, layout), ...momentsOfRows(groups, ofRows, rows, layout)],
    columns: runsOfColumns(groups, shortLabels(names), layout),
  };
}

/** Each from its first column on, with its whole name or a part of it, unless the one before is still in the way. */
function runsOfColumns(
  groups: readonly RunGroup[],
  short: readonly string[],
  { cellWidth }: HeatLayout,
): readonly HeatLabel[] {
  const end = groups[groups.length - 1].to * cellWidth;
  let free = 0;
  return groups.map(({ name, from, to }, k) => {
    const left = from * cellWidth;
    const widthOf = (text: string): number => letter * text.length + gap;
    const text = widthOf(name) <= (to - from) * cellWidth ? name : short[k];
    const fits = left >= free && left + widthOf(text) <= end;
    if (fits) free = left + widthOf(text);
    return { kind: 'run', from, to, text: fits ? text : '', title: name };
  });
}

/** Each at its first row, unless the one before is still in the way. */
function runsOfRows(
  groups: readonly RunGroup[],
  names: readonly string[],
  { cellHeight }: HeatLayout,
): readonly HeatLabel[] {
  let free = 0;
  return groups.map(({ name, from, to }, k) => {
    const fits = from * cellHeight >= free;
    if (fits) free = from * cellHeight + lineHeight;
    return { kind: 'run', from, to, text: fits ? names[k] : '', title: name };
  });
}

/** The first of each run, and every so many after it that have room before the next run. */
function momentsOfRows(
  groups: readonly RunGroup[],
  names: readonly string[],
  rows: readonly HeatRow[],
  { cellHeight }: HeatLayout,
): readonly HeatLabel[] {
  const step = Math.max(1, Math.ceil(lineHeight / cellHeight));
  let free = 0;
  return groups.flatMap(({ from, to }) => {
    const labels: HeatLabel[] = [];
    for (let at = from; at < to; at += step) {
      const isCut = at > from && (to - at) * cellHeight < lineHeight;
      if (isCut || at * cellHeight < free) continue;
      free = at * cellHeight + lineHeight;
      labels.push({ kind: 'moment', from: at, to: at + 1, text: names[at], title: rows[at].label });
    }
    return labels;
  });
}

function longest(texts: readonly string[]): number {
  return texts.reduce((most, { length }) => Math.max(most, length), 0);
}
