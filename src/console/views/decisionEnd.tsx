/** How a decision ended: entered, or why not. */
import type { Entered, Verdict } from '../api/desk';
import { clock, t, tCode, type Key } from '../i18n/index';
import { inert } from '../lib/inert';
import { said, whyOf } from '../parts/problem';
import { Name } from '../parts/text';
import type { Step } from '../state/decide';
import { canDecide } from '../state/desk';
import { Anew, MovedOn, NoAdvice } from './movedOn';
import { Password } from './password';

/** What was entered, and what is left to the person: the order itself. */
export function Done({ entered }: { readonly entered: Entered }) {
  if (entered.status === 'nominated') {
    return (
      <p role="status" class="good big">
        {t('review.nominated')}
      </p>
    );
  }
  return (
    <div role="status">
      <p class="good big">{t('review.entered', { id: entered.engagement?.id ?? String(entered.number) })}</p>
      {entered.engagement === null && entered.decision !== null && (
        <p>
          {tCode('verdict', entered.decision.verdict)} · <Name text={entered.decision.why} longest={200} />
        </p>
      )}
      {entered.engagement !== null && (
        <>
          {/* What is passed on: some seconds may lie between it and what was read. */}
          <p class="big">{t('review.entered.shot', { unit: inert(entered.engagement.fire_unit, 32), launch: clock(entered.engagement.launch) })}</p>
          <p>{t('review.no_fire')}</p>
        </>
      )}
    </div>
  );
}

/** What may be read anew as it is now. */
const READABLE: ReadonlySet<string> = new Set(['expired', 'conflict']);

/** Where a decision stands once it is entered, or waits for a second person. */
const ENTERED_UNDER: Readonly<Record<Verdict, readonly Key[]>> = {
  authorise: ['queue.decided', 'queue.waiting'],
  amend: ['queue.decided', 'queue.waiting'],
  refuse: ['control.forbidden'],
  hold: ['control.forbidden'],
};

/** Whether it is certain that nothing was entered, and why. */
export function Failed({ now }: { readonly now: Extract<Step, { at: 'failed' }> }) {
  return (
    <>
      {now.outcome === 'refused' && (
        <p class="big" role="alert">
          {t('review.not_entered')}
        </p>
      )}
      {now.outcome === 'unsure' && (
        <p class="alarm big" role="alert">
          {t('review.unsure', { where: ENTERED_UNDER[now.verdict].map((each) => t(each)).join(' / ') })}
        </p>
      )}
      <WhyFailed now={now} />
    </>
  );
}

function WhyFailed({ now }: { readonly now: Extract<Step, { at: 'failed' }> }) {
  const { problem, again } = now;
  // That has been said.
  if (problem.code === 'outcome_unknown') return null;
  // It lapsed meanwhile.
  if (problem.code === 'step_up_required') return <Password again={again} />;
  if (problem.code === 'plan_moved_on' && (!canDecide.value || problem.members['reason'] === 'no_advice')) return <NoAdvice />;
  if (problem.code === 'plan_moved_on') return <MovedOn line={now.line} verdict={now.verdict} again={again} />;
  const reason = whyOf(problem);
  return (
    <div role={READABLE.has(problem.code) ? undefined : 'alert'}>
      {READABLE.has(problem.code) ? <Anew why={said(problem)} again={again} /> : <p class="alarm big">{said(problem)}</p>}
      {reason !== '' && <p class="quiet">{reason}</p>}
    </div>
  );
}
