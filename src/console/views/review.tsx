/** The second step of a decision: read what would be entered, then hold to confirm. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Entered, Review as ReviewDocument, Verdict } from '../api/desk';
import type { Problem } from '../api/client';
import { chance, clock, countdown, money, percentRange, t, tCode } from '../i18n/index';
import { HoldButton } from '../parts/holdButton';
import { said, whyOf } from '../parts/problem';
import { Countdown, Name } from '../parts/text';
import { inert } from '../lib/inert';
import { canDecide, fresh, tickMs } from '../state/desk';
import { firstIn, isLost } from '../state/focus';
import { adviceOn, cancel, confirm, latest, passwordGiven, prepare, promised, readInstead, standsNow, step, type Again, type Step } from '../state/decide';
import { hasFallen } from '../state/promised';
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

function Details({ review, why = '' }: { readonly review: ReviewDocument; readonly why?: string }) {
  const { shot } = review;
  return (
    <>
      <p class="big">{tCode('verdict', review.verdict)}</p>
      <dl class="review-facts">
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
      <ul class="checks">
        {review.checks.map((check) => (
          <li key={check.code} class={check.passed ? 'good' : 'alarm'}>
            {check.passed ? '✓' : '✗'} {tCode('check', check.code, textParams(check.params))}
          </li>
        ))}
      </ul>
      {shot !== null && <p class="quiet">{t('review.no_fire')}</p>}
    </>
  );
}

type Shot = NonNullable<ReviewDocument['shot']>;

function ShotFacts({ shot, review }: { readonly shot: Shot; readonly review: ReviewDocument }) {
  return (
    <>
      <dt>{t('review.shot')}</dt>
      <dd>
        <Name text={shot.fire_unit} longest={32} /> · {tCode('type', shot.interceptor_type)} × {shot.salvo_size}
      </dd>
      <dt>{t('queue.launch')}</dt>
      <dd>
        {clock(shot.launch)} <LaunchNow shot={shot} />
      </dd>
      <dt>{t('review.last_order')}</dt>
      <dd>
        <LastOrder shot={shot} />
      </dd>
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

/** What was read counts down; what the plan says by now may only shorten it. */
function LastOrder({ shot }: { readonly shot: Shot }) {
  const now = adviceOn(shot)?.last_order ?? shot.last_order;
  return <Countdown at={Math.min(shot.last_order, now)} over={now} />;
}

/** Where the plan has moved the launch while it was read: that is what would be entered. */
function LaunchNow({ shot }: { readonly shot: Shot }) {
  const now = adviceOn(shot);
  if (now === null || clock(now.launch) === clock(shot.launch)) return null;
  return (
    <strong class="warn">
      → {clock(now.launch)} {t('review.now')}
    </strong>
  );
}

/** That the shot has become worse since it was chosen: the checks ask only whether it may be. */
function Fallen({ shot }: { readonly shot: Shot | null }) {
  if (shot === null) return null;
  const was = promised.value ?? shot;
  const now = adviceOn(shot) ?? shot;
  if (!hasFallen(was, now)) return null;
  const [before, after] = [was, now].map((each) => `${t('pk.word')} ${percentRange(each.pk_low, each.pk_high)}, ${t('queue.averts')} ${money(each.damage_averted_meur)}`);
  return (
    <p class="warn fallen" role="alert">
      ▲ {t('review.fallen', { before: before ?? '', after: after ?? '' })}
    </p>
  );
}

type Readable = Extract<Step, { at: 'reviewing' | 'seconding' }>;

/** What is to be confirmed: gone with the rest of the advice, and with its time. */
function ToConfirm({ now }: { readonly now: Readable }) {
  if (!canDecide.value) return <p class="alarm big">{t(fresh.value === 'red' ? 'fresh.lost' : 'review.off')}</p>;
  const left = now.at === 'seconding' ? null : (now.until - tickMs.value) / 1000;
  if (left !== null && left <= 0) return <Anew why={t('review.expired')} again={now.again} />;
  return (
    <>
      {passwordGiven.value && (
        <p role="status" class="good">
          {t('review.password_given')}
        </p>
      )}
      {now.at === 'seconding' ? <Details review={now.review} /> : <Details review={now.prepared.review} why={now.why} />}
      <Fallen shot={now.at === 'seconding' ? now.review.shot : now.prepared.review.shot} />
      <Confirm left={left} />
    </>
  );
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

function Confirm({ left }: { readonly left: number | null }) {
  return (
    <div class="row confirm">
      <HoldButton first onDone={() => void confirm()} hint={t('review.hold.hint')}>
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

function Reason({ why }: { readonly why: string }) {
  return why === '' ? null : <p class="quiet">{why}</p>;
}

function Failed({ now }: { readonly now: Extract<Step, { at: 'failed' }> }) {
  const { problem, again } = now;
  // It lapsed meanwhile.
  if (problem.code === 'step_up_required') return <Password again={again} />;
  if (problem.code === 'plan_moved_on') return <MovedOn now={now} />;
  return (
    <>
      {READABLE.has(problem.code) ? (
        <Anew why={said(problem)} again={again} />
      ) : (
        <p class="alarm big" role="alert">
          {said(problem)}
        </p>
      )}
      <Reason why={whyOf(problem)} />
    </>
  );
}

/** What the plan has now in the place of what was read, and the way to read that. */
function MovedOn({ now }: { readonly now: Extract<Step, { at: 'failed' }> }) {
  const found = standsNow(now.line);
  if (found?.isSame === true) return <Anew why={t('review.moved.line', { launch: clock(found.line.launch) })} again={now.again} />;
  const unit = found === null ? '' : inert(found.line.fire_unit, 32);
  const why = found === null ? t('review.moved.gone') : t('review.moved.other', { unit, launch: clock(found.line.launch) });
  // To authorise another unit's shot is the same wish; to refuse it is another one.
  if (found !== null && now.verdict === 'authorise') return <Anew why={why} again={() => readInstead(found.line, found.revision)} />;
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
