/** The second step of a decision: read what would be entered, then hold to confirm. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Entered, Review as ReviewDocument, Verdict } from '../api/desk';
import type { Problem } from '../api/client';
import { chance, clock, countdown, money, percentRange, t, tCode } from '../i18n/index';
import { HoldButton } from '../parts/holdButton';
import { isRefused, said, whyOf } from '../parts/problem';
import { Countdown, Name } from '../parts/text';
import { inert } from '../lib/inert';
import { isDecided } from '../state/decided';
import { canDecide, deciding, fresh, nowMs, tickMs } from '../state/desk';
import { firstIn, isLost } from '../state/focus';
import { cancel, confirm, latest, passwordGiven, prepare, promised, readInstead, renew, standsNow, step, type Again, type Step, type Subject } from '../state/decide';
import { asEntered, asPlanned, standingOf } from '../state/planned';
import { isWorse } from '../state/promised';
import { rows, type Row } from '../state/queue';
import { keyOf } from '../state/changes';
import { stepUp } from '../state/session';
import { HoldAll } from './holdAll';
import { textParams } from '../parts/params';

export function Review() {
  const now = step.value;
  const dialog = useRef<HTMLDialogElement>(null);
  const shown = now.at !== 'idle';
  useEffect(() => {
    if (shown && dialog.current?.open === false) dialog.current.showModal();
    if (!shown && dialog.current?.open === true) {
      dialog.current.close();
      // The browser gives the focus back, unless what had it was decided on and is gone.
      if (isLost(document)) (document.querySelector<HTMLElement>('.queue .line:not(.gone) .line-head') ?? document.querySelector<HTMLElement>('main'))?.focus();
    }
  }, [shown]);
  // Each step begins at what it asks for.
  useEffect(() => {
    const box = dialog.current;
    // While it is being entered there is nothing to do but to hold all.
    if (shown && box !== null) (now.at === 'committing' ? box : (firstIn(box) ?? box)).focus();
  }, [now.at]);
  return (
    <dialog
      ref={dialog}
      class="review"
      aria-labelledby="review-title"
      tabIndex={-1}
      onKeyDownCapture={(event) => {
        // The key that confirmed is still down: it must not close what it has to be read.
        if (event.repeat && (event.key === 'Enter' || event.key === ' ')) event.preventDefault();
      }}
      onCancel={(event) => {
        event.preventDefault();
        cancel();
      }}
    >
      {shown && <Contents now={now} />}
    </dialog>
  );
}

function Contents({ now }: { readonly now: Exclude<Step, { at: 'idle' }> }) {
  return (
    <>
      <h2 id="review-title">
        {isRead(now) && `${t('review.title')}: `}
        <Name text={now.line.track} longest={32} />
        {/* Fire is held on a track, whoever was to shoot. */}
        {verdictOf(now) !== 'hold' && (
          <>
            {' '}
            → <Name text={unitOf(now)} longest={32} />
          </>
        )}
      </h2>
      {now.at === 'password' && <p class="big">{tCode('verdict', now.verdict)}</p>}
      {now.at === 'password' && <Password again={now.again} />}
      {now.at === 'asking_why' && <AskWhy now={now} />}
      {now.at === 'preparing' && <p class="quiet">…</p>}
      {isRead(now) && <ToConfirm now={now} />}
      {now.at === 'committing' && <Details review={now.review} />}
      {now.at === 'committing' && (
        <p role="status" class={now.unknown ? 'warn big' : 'quiet'}>
          {now.unknown ? t('review.unknown') : '…'}
        </p>
      )}
      {now.at === 'done' && <Done entered={now.entered} />}
      {now.at === 'failed' && <Failed now={now} />}
      <div class="row end">
        {now.at !== 'committing' && (
          <button type="button" onClick={cancel}>
            {now.at === 'done' || now.at === 'failed' ? t('review.close') : t('review.cancel')}
          </button>
        )}
        <HoldAll />
      </div>
    </>
  );
}

/** Whether there is something to be read, and confirmed. */
const isRead = (now: Step): now is Readable => now.at === 'reviewing' || now.at === 'seconding';

function verdictOf(now: Exclude<Step, { at: 'idle' }>): Verdict | null {
  if (now.at === 'done') return null;
  return now.at === 'reviewing' ? now.prepared.review.verdict : now.at === 'seconding' || now.at === 'committing' ? now.review.verdict : now.verdict;
}

/** The unit that would shoot: of an amendment another one than the line's. */
function unitOf(now: Exclude<Step, { at: 'idle' }>): string {
  if (now.at === 'asking_why') return now.amended?.fire_unit ?? now.line.fire_unit;
  if (now.at === 'preparing' || now.at === 'done' || now.at === 'failed') return now.unit ?? now.line.fire_unit;
  const review = now.at === 'reviewing' ? now.prepared.review : now.at === 'seconding' || now.at === 'committing' ? now.review : null;
  return review?.shot?.fire_unit ?? now.line.fire_unit;
}

function AskWhy({ now }: { readonly now: Extract<Step, { at: 'asking_why' }> }) {
  const [why, setWhy] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (why.trim() === '') return;
        // The plan has gone on while the reason was written.
        const [line, seen] = latest(now.line, now.seen);
        void prepare(line, now.verdict, seen, why.trim(), now.amended);
      }}
    >
      <p class="big">{tCode('verdict', now.verdict)}</p>
      <label for="review-why">{t('review.why.needed')}</label>
      <input id="review-why" value={why} maxLength={200} required data-first onInput={(event) => setWhy(event.currentTarget.value)} />
      <div class="row end">
        <button type="submit" class="primary" disabled={why.trim() === ''}>
          {t('review.next')}
        </button>
      </div>
    </form>
  );
}

interface DetailsProps {
  readonly review: ReviewDocument;
  readonly why?: string;
  /** Whether none of it holds any more: its place is kept, and nothing of it is to be read. */
  readonly gone?: boolean;
}

function Details({ review, why = '', gone = false }: DetailsProps) {
  const { shot } = review;
  return (
    <>
      <p class="big">{tCode('verdict', review.verdict)}</p>
      <dl class={`review-facts ${gone ? 'void' : ''}`}>
        {shot !== null && <ShotFacts shot={shot} review={review} />}
        {why !== '' && (
          <>
            <dt>{t('review.why')}</dt>
            <dd>
              <Name text={why} longest={200} />
            </dd>
          </>
        )}
        <dt>{t('control.status')}</dt>
        <dd>{tCode('wcs', review.weapons_control)}</dd>
        {review.second !== null && (
          <>
            <dt class="warn">{t('queue.second')}</dt>
            <dd>{tCode('second', review.second.code, textParams(review.second.params))}</dd>
          </>
        )}
      </dl>
      <ul class={`checks ${gone ? 'void' : ''}`}>
        {review.checks.map((check) => (
          <li key={check.code} class={check.passed ? 'good' : 'alarm'}>
            {check.passed ? '✓' : '✗'} {tCode('check', checkOf(review, check.code), textParams(check.params))}
          </li>
        ))}
      </ul>
      {shot !== null && <p class="quiet">{t('review.no_fire')}</p>}
    </>
  );
}

/** What still stands under an amendment is the line that is amended, not the shot that is read. */
const checkOf = (review: ReviewDocument, code: string): string => (review.verdict === 'amend' && code === 'line_stands' ? 'line_stands.amended' : code);

type Shot = NonNullable<ReviewDocument['shot']>;

function ShotFacts({ shot, review }: { readonly shot: Shot; readonly review: ReviewDocument }) {
  return (
    <>
      <dt>{t('review.shot')}</dt>
      <dd>
        <Name text={shot.fire_unit} longest={32} /> · {tCode('type', shot.interceptor_type)} × {shot.salvo_size}
      </dd>
      <dt>{t('review.last_order')}</dt>
      <dd>
        <LastOrder shot={shot} review={review} />
      </dd>
      <dt>{t('queue.launch')}</dt>
      <dd>{clock(shot.launch)}</dd>
      <dt>{t('pk.word')}</dt>
      <dd>
        {percentRange(shot.pk_low, shot.pk_high)} · {t('review.salvo')} {chance(shot.p_kill)}
      </dd>
      <dt>{t('queue.averts')}</dt>
      <dd>
        {money(shot.damage_averted_meur)} · {t('queue.price')} {money(shot.price_meur)}
      </dd>
      <dt>{t('review.left')}</dt>
      <dd>
        {review.rounds_left_after ?? '–'} · {t('review.reserve')} {review.reserve ?? 0}
      </dd>
    </>
  );
}

/** The last moment to order: as the queue counts it, where the plan has the shot. */
function LastOrder({ shot, review }: { readonly shot: Shot; readonly review: ReviewDocument }) {
  const row = rowOf(review);
  if (row === undefined) return <Countdown at={shot.last_order} />;
  return (
    <>
      <Countdown at={lastOrderOf(shot, review)} taken /> {row.lastOrder <= nowMs.value && t('queue.order_now')}
    </>
  );
}

function lastOrderOf(shot: Shot, review: ReviewDocument): number {
  return Math.min(shot.last_order, rowOf(review)?.lastOrder ?? Infinity);
}

/** The line of the queue that has the shot. */
function rowOf(review: ReviewDocument): Row | undefined {
  const planned = asPlanned(review);
  return planned === null ? undefined : rows.value.find(({ key }) => key === keyOf(planned));
}

/** What the shot was and is worth; null where there is nothing to compare it with. */
function comparedWithThen(review: ReviewDocument) {
  const now = asPlanned(review);
  if (now === null || review.shot === null) return null;
  const was = promised.value ?? review.shot;
  return { was, now, worse: isWorse(was, now) };
}

/** Whether it is worth as much as when it was chosen: the checks ask only whether it may be. */
function Worth({ review }: { readonly review: ReviewDocument }) {
  const found = comparedWithThen(review);
  if (found === null) return null;
  const { was, now, worse } = found;
  const chosen = promised.value !== null;
  if (!worse) return chosen ? <p class="good">✓ {t('review.as_good')}</p> : null;
  return (
    <p class="warn worse">
      <strong role="alert">▲ {t(chosen ? 'review.worse' : 'review.worse.second')}</strong>
      {': '}
      {t('review.worse.by', { p_before: chance(was.p_kill), before: money(was.damage_averted_meur), p_after: chance(now.p_kill), after: money(now.damage_averted_meur) })}
    </p>
  );
}

type Readable = Extract<Step, { at: 'reviewing' | 'seconding' }>;

/** What is to be confirmed: gone with the rest of the advice, and with its time. */
function ToConfirm({ now }: { readonly now: Readable }) {
  const review = now.at === 'seconding' ? now.review : now.prepared.review;
  const standing = standingOf(review);
  useEffect(() => {
    if (standing === 'anew') void renew();
  }, [standing, review]);
  if (!canDecide.value) return <p class="alarm big">{t(fresh.value === 'red' ? 'fresh.lost' : 'review.off')}</p>;
  const left = now.at === 'seconding' ? null : (now.until - tickMs.value) / 1000;
  const gone = standing === 'gone';
  if (left !== null && left <= 0 && !gone) return <Anew why={t('review.expired')} again={now.again} />;
  const binds = left !== null && !gone && !isOrderedBefore(left, review);
  return (
    <>
      {passwordGiven.value && (
        <p role="status" class="good">
          {t('review.password_given')}
        </p>
      )}
      {/* As it would be entered: while it is read the plan goes on, and the queue with it. */}
      <Details review={asEntered(review)} gone={gone} {...(now.at === 'seconding' ? {} : { why: now.why })} />
      {/* Its place is kept: the buttons under it must not move away from a hand. */}
      <div class="worth">{gone ? <MovedOn line={now.line} verdict={review.verdict} again={now.again} was={review.shot} /> : <Worth review={review} />}</div>
      <Confirm left={binds ? left : null} off={gone} worse={comparedWithThen(review)?.worse === true} />
    </>
  );
}

/** Whether the order has to be given in less time than that: then the review's own time is none to look at. */
function isOrderedBefore(leftS: number, review: ReviewDocument): boolean {
  const { shot } = asEntered(review);
  return shot !== null && lastOrderOf(shot, review) - nowMs.value < leftS * 1000;
}

/** Why what was read counts no more, and the way to read what counts. */
function Anew({ why, again }: { readonly why: string; readonly again: Again }) {
  return (
    <div class="row" role="alert">
      <span class="alarm big">{why}</span>
      <button type="button" class="primary" data-first onClick={again}>
        {t('review.again')}
      </button>
    </div>
  );
}

interface ConfirmProps {
  readonly left: number | null;
  /** Whether it would be refused: it is not there to be held for. */
  readonly off: boolean;
  readonly worse: boolean;
}

function Confirm({ left, off, worse }: ConfirmProps) {
  return (
    <div class="row confirm">
      <HoldButton first disabled={off} voidWhen={worse} onDone={() => void confirm()} hint={t('review.hold.hint')}>
        {t('review.hold')}
      </HoldButton>
      {left !== null && (
        <span class={left < 5 ? 'warn' : 'quiet'}>
          {t('review.expires')} {countdown(Math.max(0, left))}
        </span>
      )}
    </div>
  );
}

/** What was entered, and what is left to the person: the order itself. */
function Done({ entered }: { readonly entered: Entered }) {
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

function Failed({ now }: { readonly now: Extract<Step, { at: 'failed' }> }) {
  return (
    <>
      {isRefused(now.problem) && <p class="big">{t('review.not_entered')}</p>}
      <WhyFailed now={now} />
    </>
  );
}

function WhyFailed({ now }: { readonly now: Extract<Step, { at: 'failed' }> }) {
  const { problem, again } = now;
  // It lapsed meanwhile.
  if (problem.code === 'step_up_required') return <Password again={again} />;
  if (problem.code === 'plan_moved_on') return <MovedOn line={now.line} verdict={now.verdict} again={again} />;
  const reason = whyOf(problem);
  return (
    <div role={READABLE.has(problem.code) ? undefined : 'alert'}>
      {READABLE.has(problem.code) ? <Anew why={said(problem)} again={again} /> : <p class="alarm big">{said(problem)}</p>}
      {reason !== '' && <p class="quiet">{reason}</p>}
    </div>
  );
}

/** What the plan has now in the place of what was read, and the way to read that. */
interface MovedOnProps {
  readonly line: Subject;
  readonly verdict: Verdict;
  readonly again: Again;
  /** The shot that was read, where there was one. */
  readonly was?: Shot | null;
}

function MovedOn({ line, verdict, again, was = null }: MovedOnProps) {
  const found = standsNow(line);
  if (isDecided(deciding.value, line)) {
    return (
      <p class="alarm big" role="alert">
        {t('problem.already_decided')}
      </p>
    );
  }
  if (found?.isSame === true && was !== null && (found.line.salvo_size !== was.salvo_size || found.line.position !== was.position)) {
    return <Anew why={t('review.moved.changed', { salvo: found.line.salvo_size, position: inert(tCode('position', found.line.position), 20) })} again={again} />;
  }
  if (found?.isSame === true) return <Anew why={t('review.moved.line', { launch: clock(found.line.launch) })} again={again} />;
  const unit = found === null ? '' : inert(found.line.fire_unit, 32);
  const why = found === null ? t('review.moved.gone') : t('review.moved.other', { unit, launch: clock(found.line.launch) });
  // To authorise another unit's shot is the same wish; to refuse it is another one.
  if (found !== null && verdict === 'authorise') return <Anew why={why} again={() => readInstead(found.line, found.revision)} />;
  return (
    <p class="alarm big" role="alert">
      {why}
    </p>
  );
}

/** The password once more: nothing is entered by that. */
function Password({ again }: { readonly again: Again }) {
  const [password, setPassword] = useState('');
  const [refused, setRefused] = useState<Problem | null>(null);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void stepUp(password).then((answer) => {
          if (answer.ok) {
            passwordGiven.value = true;
            again();
          } else setRefused(answer.error);
        });
      }}
    >
      <label for="step-up">{t('review.step_up')}</label>
      <div class="row">
        <input id="step-up" type="password" autocomplete="current-password" data-first value={password} onInput={(event) => setPassword(event.currentTarget.value)} />
        <button type="submit" class="primary">
          {t('review.step_up.enter')}
        </button>
      </div>
      {refused !== null && <p class="alarm">{said(refused)}</p>}
    </form>
  );
}
