/** Engagement windows by fire unit: bars of launch times, last orders, and now. */
import { isOver } from '../api/desk';
import type { Recommendation } from '../api/plan';
import { clock, t } from '../i18n/index';
import { inert } from '../lib/inert';
import { Empty } from '../parts/text';
import { deciding, fireUnits, nowMs, plan } from '../state/desk';
import { selectedTrack } from '../state/queue';

const AHEAD_MS = 15 * 60_000;
const BEHIND_MS = 2 * 60_000;
const WIDTH = 1000;
const LANE = 22;
const LEFT = 185;
const TOP = 18;
const STEP_MS = 60_000;

interface Bar {
  readonly key: string;
  readonly unit: string;
  readonly track: string;
  readonly opens: number;
  readonly closes: number;
  readonly launch: number;
  readonly intercept: number;
  readonly order: number | null;
  readonly state: 'firm' | 'later' | 'decided' | 'flying';
}

export function TimelineView() {
  const made = plan.value;
  const list = [...decidedBars(), ...(made?.recommendations ?? []).map(barOf)].filter(({ intercept, opens }) => intercept > nowMs.value - BEHIND_MS && opens < nowMs.value + AHEAD_MS);
  const units = [...new Set(list.map(({ unit }) => unit))].sort();
  return (
    <section class="page">
      <h1>{t('nav.timeline')}</h1>
      <p class="quiet">{t('time.note')}</p>
      {units.length === 0 ? <Empty>{t('time.empty')}</Empty> : <Chart bars={list} units={units} />}
    </section>
  );
}

function Chart({ bars, units }: { readonly bars: readonly Bar[]; readonly units: readonly string[] }) {
  const lanes = lanesOf(bars, units);
  const height = TOP + lanes.total * LANE + 4;
  const from = nowMs.value - BEHIND_MS;
  const x = (ms: number): number => LEFT + ((WIDTH - LEFT) * (ms - from)) / (AHEAD_MS + BEHIND_MS);
  const firstMinute = Math.ceil(from / STEP_MS) * STEP_MS;
  const minutes = Array.from({ length: Math.floor((AHEAD_MS + BEHIND_MS) / STEP_MS) }, (_, index) => firstMinute + index * STEP_MS);
  const channels = new Map(fireUnits.value.map((unit) => [unit.id, unit.channels]));
  return (
    <svg class="gantt" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={t('time.label', { count: bars.length })}>
      {minutes.map((minute) => (
        <g key={minute}>
          <line class="grid" x1={x(minute)} x2={x(minute)} y1={TOP} y2={height} />
          {minute % (2 * STEP_MS) === 0 && x(minute) < WIDTH - 12 && (
            <text class="axis" x={x(minute)} y="12" text-anchor="middle">
              {clock(minute).slice(0, 5)}
            </text>
          )}
        </g>
      ))}
      {units.map((unit) => (
        <g key={unit}>
          <line class="grid" x1="0" x2={WIDTH} y1={top(lanes.first.get(unit))} y2={top(lanes.first.get(unit))} />
          <text class="unit" x="2" y={top(lanes.first.get(unit)) + 15}>
            {inert(unit, 25)} [{channels.get(unit) ?? '–'}]
          </text>
        </g>
      ))}
      {bars.map((bar) => (
        <BarMark key={bar.key} bar={bar} y={top(lanes.of.get(bar.key))} x={x} />
      ))}
      <line class="now" x1={x(nowMs.value)} x2={x(nowMs.value)} y1={TOP} y2={height} />
    </svg>
  );
}

/** Where a lane begins, below the hours. */
const top = (lane: number | undefined): number => TOP + (lane ?? 0) * LANE;

function BarMark({ bar, y, x }: { readonly bar: Bar; readonly y: number; readonly x: (ms: number) => number }) {
  const start = Math.max(LEFT, x(bar.opens));
  const end = Math.max(start + 3, Math.min(WIDTH, x(bar.closes)));
  const title = `${inert(bar.track)} · ${clock(bar.opens)}–${clock(bar.closes)}`;
  return (
    <g class={`bar bar-${bar.state} ${selectedTrack.value === bar.track ? 'bar-selected' : ''}`} onClick={() => (selectedTrack.value = bar.track)}>
      <title>{title}</title>
      <rect class="window" x={start} y={y + 4} width={end - start} height={LANE - 8} />
      {bar.order !== null && x(bar.order) >= LEFT && <path class="order-mark" d={`M ${x(bar.order) - 4} ${y} h 8 l -4 8 z`} />}
      {x(bar.launch) >= LEFT && <line class="flight" x1={x(bar.launch)} x2={Math.min(WIDTH, x(bar.intercept))} y1={y + LANE - 2} y2={y + LANE - 2} />}
      <text class="bar-name" x={start + 3} y={y + 15}>
        {inert(bar.track, 10)}
      </text>
    </g>
  );
}

function barOf(line: Recommendation): Bar {
  return {
    key: `${line.track} ${line.fire_unit} ${line.launch} ${line.stage}`,
    unit: line.fire_unit,
    track: line.track,
    opens: line.window.opens,
    closes: line.window.closes,
    launch: line.launch,
    intercept: line.intercept,
    order: line.firm ? line.last_order : null,
    state: line.firm ? 'firm' : 'later',
  };
}

function decidedBars(): readonly Bar[] {
  return (deciding.value?.engagements ?? [])
    .filter((each) => !isOver(each))
    .map((each) => ({
      key: each.id,
      unit: each.fire_unit,
      track: each.track,
      opens: each.launch,
      closes: each.assessed,
      launch: each.launch,
      intercept: each.intercept,
      order: null,
      state: each.launched ? ('flying' as const) : ('decided' as const),
    }));
}

/** A lane for each bar, so that no two of a unit lie on each other. */
function lanesOf(bars: readonly Bar[], units: readonly string[]): { first: Map<string, number>; of: Map<string, number>; total: number } {
  const first = new Map<string, number>();
  const of = new Map<string, number>();
  let total = 0;
  for (const unit of units) {
    first.set(unit, total);
    const ends: number[] = [];
    for (const bar of bars.filter((each) => each.unit === unit).sort((a, b) => a.opens - b.opens)) {
      const free = ends.findIndex((end) => end <= bar.opens);
      const lane = free < 0 ? ends.length : free;
      ends[lane] = Math.max(bar.closes, bar.opens + STEP_MS);
      of.set(bar.key, total + lane);
    }
    total += ends.length;
  }
  return { first, of, total };
}
