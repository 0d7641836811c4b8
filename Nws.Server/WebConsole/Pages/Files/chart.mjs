/**
 * A chart of how fast a farm works.
 * @module
 */

import { draw } from './dom.mjs';

const WIDTH = 720;
const HEIGHT = 130;
const LEFT = 48;
const BOTTOM = 24;

/** Elements per second between one sample and the next. */
export function rates(history) {
  return history.slice(1).map((sample, i) => {
    const seconds = (new Date(sample.time) - new Date(history[i].time)) / 1000;
    return seconds <= 0 ? 0 : Math.max(0, sample.done + sample.failed - history[i].done - history[i].failed) / seconds;
  });
}

/** The rate over the last minutes. */
export function rateChart(history) {
  const values = rates(history);
  const most = niceAbove(Math.max(1, ...values));
  const x = (i) => LEFT + (values.length < 2 ? 0 : (i / (values.length - 1)) * (WIDTH - LEFT - 8));
  const y = (value) => 8 + (1 - value / most) * (HEIGHT - BOTTOM - 8);
  const points = values.map((value, i) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`);
  const now = values.at(-1) ?? 0;
  const minutes = history.length < 2 ? 0 : (new Date(history.at(-1).time) - new Date(history[0].time)) / 60000;
  return draw('svg', { class: 'chart', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': `Elements per second over the last ${minutes.toFixed(1)} minutes: now ${now.toFixed(1)}, at most ${Math.max(0, ...values).toFixed(1)}` },
    [0, 0.5, 1].map((part) => [
      draw('line', { class: 'axis', x1: LEFT, x2: WIDTH - 8, y1: y(most * part), y2: y(most * part) }),
      draw('text', { x: LEFT - 6, y: y(most * part) + 4, 'text-anchor': 'end' }, String(Number((most * part).toPrecision(3)))),
    ]),
    points.length > 1 ? draw('polygon', { class: 'area', points: `${x(0)},${y(0)} ${points.join(' ')} ${x(values.length - 1)},${y(0)}` }) : null,
    points.length > 1 ? draw('polyline', { class: 'line', points: points.join(' ') }) : null,
    draw('text', { x: LEFT, y: HEIGHT - 6 }, `${minutes.toFixed(1)} min ago`),
    draw('text', { x: WIDTH - 8, y: HEIGHT - 6, 'text-anchor': 'end' }, 'now'));
}

function niceAbove(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value);
}
