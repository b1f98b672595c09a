/**
 * One decision at a time, in two steps: prepared and read, then confirmed.
 *
 * A request whose answer is lost is asked again with the same key until it is known
 * what became of it; until then it is neither done nor failed.
 */
import { computed, signal } from '@preact/signals';
import { ask, insist, nothingDone, own, type Problem } from '../api/client';
import { entered, nominations, prepared, type Entered, type Nomination, type Prepared, type Review, type Verdict } from '../api/desk';
import type { Recommendation } from '../api/plan';
import { deskName, shown } from './desk';
import { adviceOn, asEntered } from './planned';
import { outcomeOf } from './outcome';
import type { Promised } from './promised';
import { callOff } from './records';
import { isSteppedUp } from './session';

export interface Amendment {
  readonly fire_unit: string;
  readonly interceptor_type: string;
  readonly salvo_size?: number;
  readonly position?: string;
}

/** What a decision is on. */
export interface Subject {
  readonly track: string;
  readonly fire_unit: string;
  readonly interceptor_type: string;
  readonly launch: number;
}

/** What is known of what was confirmed; `none` where nothing was confirmed yet. */
type Outcome = 'none' | ReturnType<typeof outcomeOf>;

export type Step =
  | { readonly at: 'idle' }
  | { readonly at: 'password'; readonly line: Subject; readonly verdict: Verdict; readonly again: Again }
  | { readonly at: 'asking_why'; readonly line: Subject; readonly verdict: Verdict; readonly seen: number; readonly amended?: Amendment }
  | { readonly at: 'preparing'; readonly line: Subject; readonly verdict: Verdict; readonly unit?: string }
  | { readonly at: 'reviewing'; readonly line: Subject; readonly prepared: Prepared; readonly why: string; readonly until: number; readonly again: Again }
  | { readonly at: 'seconding'; readonly line: Subject; readonly id: string; readonly review: Review; readonly again: Again }
  | { readonly at: 'committing'; readonly line: Subject; readonly review: Review; readonly unknown: boolean }
  | { readonly at: 'done'; readonly line: Subject; readonly entered: Entered; readonly unit?: string }
  | { readonly at: 'failed'; readonly line: Subject; readonly verdict: Verdict; readonly problem: Problem; readonly again: Again; readonly unit?: string; readonly outcome: Outcome };

/** Reads anew what was to be decided, as it stands by then. */
export type Again = () => void;

/** Whether the password was given for the decision that is open, which is not entered by that. */
export const passwordGiven = signal(false);

/** What the shot came to when it was chosen; null where the plan did not say, as of an amendment. */
export const promised = signal<Promised | null>(null);

export const step = signal<Step>({ at: 'idle' });

const path = (rest: string): string => `/desks/${encodeURIComponent(deskName.value)}${rest}`;

/** Begin a decision on a line of the revision that is on the screen. */
export function begin(line: Subject, verdict: Verdict, seen: number, amended?: Amendment): void {
  if (step.value.at === 'committing') return;
  passwordGiven.value = false;
  promised.value = amended === undefined ? adviceOn(line) : null;
  // Asked for before anything is read: nobody reads twice while the time runs.
  if (!isSteppedUp()) {
    const again = (): void => goOn(...latest(line, seen), verdict, amended);
    step.value = { at: 'password', line, verdict, again };
  } else goOn(line, seen, verdict, amended);
}

function goOn(line: Subject, seen: number, verdict: Verdict, amended?: Amendment): void {
  if (verdict === 'authorise') void prepare(line, verdict, seen, '');
  else step.value = { at: 'asking_why', line, verdict, seen, ...(amended === undefined ? {} : { amended }) };
}

/** The first step: what would be done, for the person to read. */
export async function prepare(line: Subject, verdict: Verdict, seen: number, why: string, amended?: Amendment): Promise<void> {
  // The unit that would shoot, where it is not the line's.
  const other = amended === undefined ? {} : { unit: amended.fire_unit };
  step.value = { at: 'preparing', line, verdict, ...other };
  const again = (): void => {
    const [now, revision] = latest(line, seen);
    void prepare(now, verdict, revision, why, amended);
  };
  const answer = await askFor(line, verdict, seen, why, amended);
  if (step.value.at !== 'preparing' || step.value.line !== line) return;
  // Nothing has been read yet: what is read is the line as it stands by now.
  if (!answer.ok && answer.error.code === 'plan_moved_on' && latest(line, seen)[1] !== seen) again();
  else
    step.value = answer.ok
      ? { at: 'reviewing', line, prepared: answer.value, why, until: performance.now() + answer.value.valid_s * 1000, again }
      : { at: 'failed', line, verdict, problem: nothingDone(answer.error), again, outcome: 'none', ...other };
}

function askFor(line: Subject, verdict: Verdict, seen: number, why: string, amended?: Amendment) {
  return ask(path('/decisions/preparations'), prepared, {
    method: 'POST',
    body: {
      verdict,
      revision: seen,
      track: line.track,
      fire_unit: line.fire_unit,
      interceptor_type: line.interceptor_type,
      launch: new Date(line.launch).toISOString(),
      why,
      ...(amended === undefined ? {} : { amended }),
    },
  });
}

/**
 * Prepare anew what is being read, as its line began again with the shot that is read.
 *
 * The time to read it is no longer for that.
 */
export async function renew(): Promise<void> {
  const now = step.value;
  if (now.at !== 'reviewing') return;
  const [line, seen] = latest(now.line, now.prepared.review.seen_revision);
  const answer = await askFor(line, now.prepared.review.verdict, seen, now.why);
  // A refusal shows when it is confirmed, in words.
  if (answer.ok && step.value === now) step.value = { ...now, prepared: answer.value };
}

/** Read a line that the plan has now in the place of the one that was to be decided on. */
export function readInstead(line: Subject, revision: number): void {
  promised.value = adviceOn(line);
  void prepare(line, 'authorise', revision, '');
}

/** What the plan on the screen has for the track of a line: the line itself, another one, or none. */
export function standsNow(line: Subject): { readonly line: Recommendation; readonly revision: number; readonly isSame: boolean } | null {
  const made = shown.value?.plan;
  const same = adviceOn(line);
  const found = same ?? made?.recommendations.find((each) => each.firm && each.track === line.track);
  return made === undefined || made === null || found === undefined ? null : { line: found, revision: made.revision, isSame: found === same };
}

/** The line as the plan on the screen has it, with its revision; the old one if it has gone. */
export function latest(line: Subject, seen: number): readonly [Subject, number] {
  const now = standsNow(line);
  return now?.isSame === true ? [now.line, now.revision] : [line, seen];
}

/** The second step: enter what was read. */
export async function confirm(): Promise<void> {
  const now = step.value;
  if (now.at === 'reviewing') {
    const { token, review } = now.prepared;
    await enter(now.line, review, now.again, '/decisions', { token, verdict: review.verdict, revision: review.seen_revision });
  } else if (now.at === 'seconding') {
    await enter(now.line, now.review, now.again, `/nominations/${encodeURIComponent(now.id)}/confirmation`, {});
  }
}

async function enter(line: Subject, read: Review, again: Again, where: string, body: unknown): Promise<void> {
  // The plan goes on without the shot: what was confirmed stays to be read.
  const review = asEntered(read);
  let lost = false;
  let mine: Step = { at: 'committing', line, review, unknown: false };
  step.value = mine;
  const answer = await insist(path(where), entered, { method: 'POST', body }, crypto.randomUUID(), () => {
    lost = true;
    if (step.value === mine) step.value = mine = { at: 'committing', line, review, unknown: true };
  });
  const other = review.shot === null ? {} : { unit: review.shot.fire_unit };
  // What became of it is not for whoever sits here next.
  if (step.value !== mine) return;
  if (answer.ok) step.value = { at: 'done', line, entered: answer.value, ...other };
  else step.value = { at: 'failed', line, verdict: review.verdict, problem: answer.error, again, outcome: outcomeOf(answer.error, lost), ...other };
}

/** Let go of what was begun; a decision that is on its way cannot be called back by that. */
export function cancel(): void {
  if (step.value.at !== 'committing') step.value = { at: 'idle' };
}

/** Another person sits here now: nothing of what was read, given or decided is there for them. */
export function leave(): void {
  step.value = { at: 'idle' };
  passwordGiven.value = false;
  promised.value = null;
}

/** Read another person's decision as it stands now, to confirm it. */
export async function beginSecond(nomination: Nomination): Promise<void> {
  if (step.value.at === 'committing') return;
  passwordGiven.value = false;
  promised.value = null;
  if (isSteppedUp()) await readSecond(nomination);
  else step.value = { at: 'password', line: nomination.decision, verdict: nomination.decision.verdict, again: () => void readSecond(nomination) };
}

async function readSecond(nomination: Nomination): Promise<void> {
  const line = nomination.decision;
  const again = (): void => void readSecond(nomination);
  step.value = { at: 'preparing', line, verdict: line.verdict };
  const answer = await ask(path('/nominations'), nominations);
  // Let go meanwhile, as for another desk.
  if (step.value.at !== 'preparing' || step.value.line !== line) return;
  const review = answer.ok ? answer.value.nominations.find(({ id }) => id === nomination.id)?.review : null;
  if (answer.ok && review !== null && review !== undefined) step.value = { at: 'seconding', line, id: nomination.id, review, again };
  else step.value = { at: 'failed', line, verdict: line.verdict, problem: answer.ok ? GONE : answer.error, again, outcome: 'none' };
}

const GONE = own('not_found');

/** Take one's own nomination back. */
export async function takeBack(nomination: string): Promise<Problem | null> {
  const answer = await ask(path(`/nominations/${encodeURIComponent(nomination)}`), entered, { method: 'DELETE' });
  return answer.ok ? null : answer.error;
}

const READ_MS = 5_000;

interface HeldAll {
  readonly problem: Problem | null;
  readonly unknown: boolean;
}

const heldAllByDesk = signal<ReadonlyMap<string, HeldAll>>(new Map());

/** What became of the last HOLD ALL at this desk, by whichever key or button it was given. */
export const heldAll = computed<HeldAll>(() => heldAllByDesk.value.get(deskName.value) ?? { problem: null, unknown: false });

/** Weapons HOLD for everyone, at once. */
export async function holdAll(): Promise<void> {
  const desk = deskName.value;
  const tell = (became: HeldAll): void => {
    heldAllByDesk.value = new Map([...heldAllByDesk.peek(), [desk, became]]);
  };
  callOff();
  const answer = await insist(path('/hold-all'), (value) => ({ ok: true, value }), { method: 'POST', body: {} }, crypto.randomUUID(), () => tell({ problem: null, unknown: true }));
  tell({ problem: answer.ok ? null : answer.error, unknown: false });
  // Of a recording, where there is nothing to hold: read, it need not stay.
  if (!answer.ok && answer.error.code === 'read_only') setTimeout(() => tell({ problem: null, unknown: false }), READ_MS);
}
