import { linkStatuses } from '../../../src/overlay/overlay';
import { iconButton, setDisabled } from '../controls';
import { element, setAttribute, setText } from '../dom';
import type { ExportedPicture } from '../exported';
import { fitCanvas } from '../fitCanvas';
import { observeWidth } from '../observeWidth';
import type { Theme } from '../theme';
import { describeLinks } from './describeLinks';
import { listenForGestures } from './linkGestures';
import { type LinkMoves, obeyKey, zoomStep } from './linkKeys';
import { columnX, contains, linkLayout, placeAt, rowY } from './linkLayout';
import { type LinkPainting, paintLinkPicture, type ShownCodes } from './linkPainter';
import type { LinkPictureData, LinkPictureOptions } from './linkPictureData';
import { dotAt, type Pointed, pointedAt } from './linkReadout';
import './links.css';
import { sceneOfOverlay, sceneOfTile } from './linkScene';
import { isWhole, type LinkWindow, panned, tileWindowOf, wholeWindow, zoomed } from './linkWindow';
import { paintStatusLegend, type StatusEntry, StatusLegend } from './statusLegend';
import { TileScenes } from './tileScenes';

const hint = 'Point at a link; scroll or + − zooms, drag or arrow keys move, n and p step through links.';
const legendHeight = 24;

/** A layer as a picture: a row a neuron, a column an input, links told apart by which of two networks has them. */
export class LinkPicture {
  private readonly legend: StatusLegend;
  private readonly canvas = element('canvas', { class: 'link-plot', role: 'application', tabindex: 0 });
  private readonly cursor = element('div', { class: 'link-cursor', hidden: true, 'aria-hidden': 'true' });
  private readonly readout = element(
    'p',
    { class: 'dim', 'data-part': 'link-readout', role: 'status' },
    hint,
  );
  private readonly closer = iconButton('zoom-in', 'Zoom in (+)', () => {
    this.zoomAtMiddle(zoomStep);
  });
  private readonly farther = iconButton('zoom-out', 'Zoom out (−)', () => {
    this.zoomAtMiddle(1 / zoomStep);
  });
  private readonly reset = iconButton('screen-full', 'Show the whole layer (0)', () => {
    this.show(null);
  });
  readonly root: HTMLElement;
  private readonly tiles: TileScenes;
  private readonly hidden: Set<number>;
  private data: LinkPictureData | null = null;
  private theme: Theme | null = null;
  private painting: LinkPainting | null = null;
  private window: LinkWindow | null;
  private subject: string | null;
  private width = 0;
  /** Where the pointer is. */
  private pointer: { readonly x: number; readonly y: number } | null = null;
  /** The link that keys have stepped to, by its index among the dots. */
  private stepped = -1;

  constructor(private readonly options: LinkPictureOptions) {
    this.window = options.restored?.window ?? null;
    this.subject = options.restored?.subject ?? null;
    this.hidden = new Set(options.restored?.hidden);
    this.legend = new StatusLegend((status) => {
      if (!this.hidden.delete(status)) this.hidden.add(status);
      this.keep();
      this.draw();
    });
    this.tiles = new TileScenes(() => {
      this.draw();
    }, options.onFailure);
    const buttons = element('div', { class: 'link-zoom' }, this.farther, this.closer, this.reset);
    this.root = element(
      'div',
      { class: 'link-picture' },
      element('div', { class: 'link-head' }, this.legend.root, ...options.controls, buttons),
      element('div', { class: 'link-frame' }, this.canvas, this.cursor),
      this.readout,
    );
    observeWidth(this.root, (width) => {
      this.width = width;
      this.draw();
    });
    listenForGestures(this.canvas, {
      zoom: (factor, x, y) => this.zoomAt(factor, x, y),
      drag: (right, down) => {
        this.drag(right, down);
      },
      point: (x, y) => {
        this.pointer = { x, y };
        this.read();
      },
      leave: () => {
        this.pointer = null;
        this.read();
      },
    });
    const moves: LinkMoves = {
      zoom: (factor) => {
        this.zoomAtMiddle(factor);
      },
      pan: (across, down) => {
        this.panByShare(across, down);
      },
      whole: () => {
        this.show(null);
      },
      step: (by) => {
        this.step(by);
      },
    };
    this.canvas.addEventListener('keydown', (event) => {
      if (obeyKey(event, moves)) event.preventDefault();
    });
  }

  update(data: LinkPictureData, theme: Theme): void {
    if (this.subject !== null && data.subject !== this.subject) this.window = null;
    if (data.source.kind === 'tiles') this.tiles.from(data.source.ask);
    this.subject = data.subject;
    this.data = data;
    this.theme = theme;
    this.stepped = -1;
    this.draw();
  }

  /** As it is seen now; null while there is nothing. */
  exported(): ExportedPicture | null {
    const { painting, data } = this;
    if (painting === null || data === null) return null;
    const entries = this.entries(data);
    const { width, height, plot } = painting.layout;
    return {
      width,
      height: height + legendHeight,
      paint: (context, theme) => {
        paintStatusLegend(context, entries, theme, plot.left, 8);
        context.save();
        context.translate(0, legendHeight);
        paintLinkPicture(context, painting, theme, 'outlines');
        context.restore();
      },
    };
  }

  private draw(): void {
    const { data, theme, width } = this;
    if (data === null || theme === null || width === 0) return;
    const { extent, source } = data;
    const layout = linkLayout(extent, width);
    const window = this.window ?? wholeWindow(extent);
    const codes: ShownCodes = this.options.codes.map((code, status) =>
      this.hidden.has(status) ? null : code,
    );
    this.legend.update(this.entries(data), theme);
    if (source.kind === 'overlay') {
      const scene = sceneOfOverlay(source.overlay, window, extent, layout.plot);
      this.painting = { scene, window, layout, names: source.names, codes };
    } else {
      const found = this.tiles.tile(tileWindowOf(window, extent, layout.plot));
      if (found === null) return;
      const scene = sceneOfTile(found.tile, window, layout.plot);
      this.painting = { scene, window, layout, names: found.names, codes };
    }
    const context = fitCanvas(this.canvas, layout.width, layout.height);
    paintLinkPicture(context, this.painting, theme, 'pixels');
    setAttribute(this.canvas, 'aria-label', describeLinks(this.options.name, data));
    setDisabled(this.farther, isWhole(window, extent));
    setDisabled(this.reset, isWhole(window, extent));
    this.read();
  }

  private entries({ words, counts }: LinkPictureData): readonly StatusEntry[] {
    const { codes } = this.options;
    const count = words.compared ? linkStatuses.length : 1;
    return codes.slice(0, count).map((code, status) => ({
      label: words.compared ? words.labels[status] : 'links',
      code,
      count: counts?.[status] ?? null,
      shown: !this.hidden.has(status),
    }));
  }

  /** Says and frames what is pointed at. */
  private read(): void {
    const { painting, data, pointer } = this;
    if (painting === null || data === null) return;
    let pointed: Pointed | null = null;
    if (pointer !== null && contains(painting.layout.plot, pointer.x, pointer.y)) {
      pointed = pointedAt(painting, data.words, pointer.x, pointer.y);
    } else if (painting.scene.dots !== null && this.stepped >= 0) {
      pointed = dotAt(painting.scene.dots, this.stepped, painting, data.words);
    }
    setText(this.readout, pointed?.words ?? hint);
    this.cursor.hidden = pointed === null;
    if (pointed === null) return;
    const { layout, window } = painting;
    const left = columnX(layout, window, pointed.column);
    const top = rowY(layout, window, pointed.row);
    const { style } = this.cursor;
    style.left = `${String(left)}px`;
    style.top = `${String(top)}px`;
    style.width = `${String(columnX(layout, window, pointed.column + pointed.columns) - left)}px`;
    style.height = `${String(rowY(layout, window, pointed.row + pointed.rows) - top)}px`;
  }

  private zoomAt(factor: number, x: number, y: number): boolean {
    const { painting, data } = this;
    if (painting === null || data === null || !contains(painting.layout.plot, x, y)) return false;
    const { window, layout } = painting;
    const next = zoomed(window, factor, placeAt(layout, window, x, y), data.extent, layout.plot);
    return this.show(isWhole(next, data.extent) ? null : next);
  }

  private zoomAtMiddle(factor: number): void {
    if (this.painting === null) return;
    const { left, top, width, height } = this.painting.layout.plot;
    this.zoomAt(factor, left + width / 2, top + height / 2);
  }

  private drag(right: number, down: number): void {
    if (this.painting === null) return;
    const { width, height } = this.painting.layout.plot;
    this.panByShare(-right / width, -down / height);
  }

  private panByShare(across: number, down: number): void {
    const { window, data } = this;
    if (window === null || data === null) return;
    const { left, right, top, bottom } = window;
    this.show(panned(window, across * (right - left), down * (bottom - top), data.extent));
  }

  /** Whether that is another part than before. */
  private show(window: LinkWindow | null): boolean {
    if (JSON.stringify(window) === JSON.stringify(this.window)) return false;
    this.window = window;
    this.stepped = -1;
    this.keep();
    this.draw();
    return true;
  }

  private keep(): void {
    const { subject, window, hidden } = this;
    if (subject !== null) this.options.onState({ subject, window, hidden: [...hidden] });
  }

  /** To the next of the links that are seen one by one. */
  private step(by: number): void {
    const dots = this.painting?.scene.dots;
    const count = dots?.status.length ?? 0;
    if (dots === null || dots === undefined || count === 0) return;
    this.pointer = null;
    for (let tries = 0; tries < count; tries++) {
      this.stepped = (this.stepped + by + count) % count;
      if (!this.hidden.has(dots.status[this.stepped])) break;
    }
    this.read();
  }
}
