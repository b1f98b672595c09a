/** Replay: a recorded night through the same views, with a hand on the clock. */
import { useState } from 'preact/hooks';
import { ask, anything, type Problem } from '../api/client';
import { recordings, running, type Running } from '../api/records';
import { clock, date, t, tCode } from '../i18n/index';
import { useAsked } from '../parts/asked';
import { said } from '../parts/problem';
import { nightOf, titleOf } from '../parts/scenario';
import { Empty } from '../parts/text';
import { inert } from '../lib/inert';
import { nullable } from '../lib/validate';
import { deskName } from '../state/desk';
import { lookAt } from '../state/desks';
import { focusSoon } from '../state/focus';
import { view } from '../state/view';

const EVERY_MS = 1_000;
export const SPEEDS = [1, 5, 20, 60] as const;

export function ReplayView() {
  const list = useAsked('/replays', recordings, 10_000);
  const now = useAsked('/replays/current', nullable(running), EVERY_MS);
  const [problem, setProblem] = useState<Problem | null>(null);
  const start = (journal: string): void => {
    void ask('/replays', anything, { method: 'POST', body: { journal } }).then((answer) => {
      setProblem(answer.ok ? null : answer.error);
      if (answer.ok) follow('replay');
      now.again();
    });
  };
  const recorded = list.value?.recordings.find(({ id }) => id === now.value?.name);
  return (
    <section class="page">
      <h1>{t('nav.replay')}</h1>
      {problem !== null && (
        <p class="alarm" role="alert">
          {said(problem)}
        </p>
      )}
      {now.value !== null && <Transport now={now.value} name={recorded === undefined ? now.value.name : nightOf(recorded.about)} base="/replays/current" seekable onProblem={setProblem} onChange={now.again} />}
      {now.value !== null && <p class="quiet">{t('run.one')}</p>}
      <table>
        <caption>{t('replay.recordings')}</caption>
        <tbody>
          {(list.value?.recordings ?? []).map((each) => (
            <tr key={each.id}>
              <td class="code">{each.id}</td>
              <td>{tCode('journal', each.kind)}</td>
              <td>
                {date(each.opened)} {clock(each.opened)} UTC
              </td>
              <td title={inert(each.about, 300)}>{inert(nightOf(each.about), 120)}</td>
              <td class="number">{t('replay.entries', { count: each.entries })}</td>
              <td>
                <button type="button" disabled={now.value !== null} onClick={() => start(each.id)}>
                  {t('replay.show')}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {list.value?.recordings.length === 0 && <Empty>{t('replay.none')}</Empty>}
    </section>
  );
}

/** Look at another desk, in the main view. */
export function follow(desk: string): void {
  lookAt(desk);
  view.value = 'picture';
  focusSoon('main');
}

interface TransportProps {
  readonly now: Running;
  /** What it is called; by default as its scenario. */
  readonly name?: string;
  readonly base: string;
  readonly seekable?: boolean;
  readonly onProblem: (problem: Problem | null) => void;
  readonly onChange: () => void;
}

/** Play, pause, speed, and where in the night. */
export function Transport({ now, name = titleOf(now.name), base, seekable = false, onProblem, onChange }: TransportProps) {
  const steer = (body: Record<string, unknown>): void => {
    void ask(base, anything, { method: 'PATCH', body }).then((answer) => {
      onProblem(answer.ok ? null : answer.error);
      onChange();
    });
  };
  const stop = (): void => {
    void ask(base, anything, { method: 'DELETE' }).then((answer) => {
      onProblem(answer.ok ? null : answer.error);
      if (answer.ok && deskName.value === now.desk) lookAt('live');
      onChange();
    });
  };
  const span = Math.max(1, now.ends - now.starts);
  return (
    <div class="transport" role="group" aria-label={inert(name, 80)}>
      <div class="spread">
        <strong>{inert(name, 80)}</strong>
        <span>
          {clock(now.now)} · {now.paused ? t('run.paused') : now.over ? t('run.over') : `×${now.speed}`}
        </span>
      </div>
      <label class="unseen" for={`seek-${base}`}>
        {t('run.seek')}
      </label>
      <input
        id={`seek-${base}`}
        type="range"
        min="0"
        max="1000"
        disabled={!seekable}
        value={String(Math.round((1000 * (now.now - now.starts)) / span))}
        onChange={(event) => steer({ at: new Date(now.starts + (span * Number(event.currentTarget.value)) / 1000).toISOString() })}
      />
      <div class="row">
        <button type="button" class="primary" onClick={() => steer({ paused: !now.paused })}>
          {now.paused ? t('run.go') : t('run.pause')}
        </button>
        {SPEEDS.map((speed) => (
          <button type="button" key={speed} aria-pressed={now.speed === speed} onClick={() => steer({ speed })}>
            ×{speed}
          </button>
        ))}
        {deskName.value === now.desk ? (
          <button type="button" onClick={() => follow('live')}>
            {t('run.to_live')}
          </button>
        ) : (
          <button type="button" onClick={() => follow(now.desk)}>
            {t('run.look')}
          </button>
        )}
        <button type="button" onClick={stop}>
          {t('run.stop')}
        </button>
      </div>
    </div>
  );
}
