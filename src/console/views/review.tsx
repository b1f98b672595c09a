/** The second step of a decision: read what would be entered, then hold to confirm. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Review as ReviewDocument, Verdict } from '../api/desk';
import { countdown, t, tCode } from '../i18n/index';
import { HoldButton } from '../parts/holdButton';
import { Name } from '../parts/text';
import { cancel, confirm, latest, passwordGiven, prepare, promised, renew, step, type Step } from '../state/decide';
import { canDecide, deciding, tickMs } from '../state/desk';
import { firstIn, isLost } from '../state/focus';
import { asEntered, asPlanned, standingOf } from '../state/planned';
import { readOn, type Read } from '../state/promised';
import { Done, Failed } from './decisionEnd';
import { HoldAll } from './holdAll';
import { Anew, Lapsed, MovedOn, NoAdvice } from './movedOn';
import { Password } from './password';
import { Details, Worth } from './reviewFacts';

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

/** How often the shot became worse than what can have been read of it. */
function useFalls(review: ReviewDocument): number {
  const read = useRef<Read | null>(null);
  const now = asPlanned(review);
  const first = promised.value ?? review.shot;
  if (read.current === null && first !== null) read.current = { known: first, falls: 0 };
  if (read.current !== null && now !== null) read.current = readOn(read.current, now);
  return read.current?.falls ?? 0;
}

/** Whether a nomination still waits for a second person, as far as is known here. */
const waits = (id: string): boolean => deciding.value?.nominations.some((each) => each.id === id) ?? true;

type Readable = Extract<Step, { at: 'reviewing' | 'seconding' }>;

/** What is to be confirmed: gone with the rest of the advice, and with its time. */
function ToConfirm({ now }: { readonly now: Readable }) {
  const review = now.at === 'seconding' ? now.review : now.prepared.review;
  const standing = standingOf(review, now.line);
  const falls = useFalls(review);
  // An amended shot is looked for anew, and a first signature was for what stood then.
  const isRenewable = now.at === 'reviewing' && review.verdict !== 'amend';
  useEffect(() => {
    if (standing === 'anew' && isRenewable) void renew();
  }, [standing, review]);
  if (!canDecide.value) return <NoAdvice />;
  const left = now.at === 'seconding' ? null : (now.until - tickMs.value) / 1000;
  const hasLapsed = now.at === 'seconding' && !waits(now.id);
  const gone = hasLapsed || standing === 'gone' || (standing === 'anew' && !isRenewable);
  if (left !== null && left <= 0 && !gone) return <Anew why={t('review.expired')} again={now.again} />;
  return (
    <>
      {passwordGiven.value && (
        <p role="status" class={`good ${gone ? 'void' : ''}`}>
          {t('review.password_given')}
        </p>
      )}
      {/* As it would be entered: while it is read the plan goes on, and the queue with it. */}
      <Details review={asEntered(review)} gone={gone} {...(now.at === 'seconding' ? {} : { why: now.why })} />
      {/* Its place is kept: the buttons under it must not move away from a hand. */}
      <div class="worth">
        {hasLapsed && <Lapsed />}
        {gone && !hasLapsed && <MovedOn line={now.line} verdict={review.verdict} again={now.again} was={review.verdict === 'authorise' ? review.shot : null} />}
        {!gone && <Worth review={review} />}
      </div>
      <Confirm left={gone ? null : left} off={gone} falls={falls} />
    </>
  );
}

interface ConfirmProps {
  readonly left: number | null;
  /** Whether it would be refused: it is not there to be held for. */
  readonly off: boolean;
  readonly falls: number;
}

function Confirm({ left, off, falls }: ConfirmProps) {
  return (
    <div class="row confirm">
      <HoldButton first disabled={off} changes={falls} onDone={() => void confirm()} hint={t('review.hold.hint')}>
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
