/** A record is booked once, whatever becomes of its answers and of the box it was entered in. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { personChanged } from '../../src/console/api/client';
import { callOff, enter, enterComposed, lookedAway, sendingAt, waits } from '../../src/console/state/records';

const PATH = '/desks/live/fire-units/U1/resupply';
const BODY = { interceptor_type: 'missile', rounds: 2 };
type Reply = 'lost' | number;

/** What the service is asked, with replies in turn and no waiting between attempts. */
async function scripted(replies: readonly Reply[], act: () => Promise<unknown>, between: () => void = () => undefined): Promise<readonly string[]> {
  const { fetch, setTimeout: wait } = globalThis;
  const keys: string[] = [];
  let at = 0;
  globalThis.fetch = ((_: unknown, sent: RequestInit) => {
    keys.push(new Headers(sent.headers).get('Idempotency-Key') ?? '');
    const reply = replies[at++] ?? 200;
    if (reply === 'lost') return Promise.reject(new TypeError('lost'));
    return Promise.resolve(new Response(JSON.stringify({ code: `c${reply}`, id: `w${reply}` }), { status: reply }));
  }) as typeof globalThis.fetch;
  globalThis.setTimeout = ((then: () => void) => {
    between();
    queueMicrotask(then);
    return 0;
  }) as unknown as typeof globalThis.setTimeout;
  try {
    await act();
  } finally {
    Object.assign(globalThis, { fetch, setTimeout: wait });
  }
  return keys;
}

test('an unknown outcome is asked for until it is known, with one key', async () => {
  const keys = await scripted([...Array<Reply>(40).fill('lost'), 503, 429], async () => assert.equal(await enter('p1', PATH, { method: 'POST', body: BODY }), true));
  assert.equal(keys.length, 43);
  assert.equal(new Set(keys).size, 1);
  assert.equal(sendingAt('p1').at, 'done');
});

test('a box that is opened again finds the outcome open, and sends nothing meanwhile', async () => {
  const seen: string[] = [];
  const keys = await scripted(
    ['lost'],
    () => enter('p2', PATH, { method: 'POST', body: BODY }),
    () => {
      lookedAway('p2');
      seen.push(sendingAt('p2').at);
      void enter('p2', PATH, { method: 'POST', body: BODY });
    },
  );
  assert.deepEqual(seen, ['unknown']);
  assert.equal(keys.length, 2);
});

test('the same record after an outcome that stayed unknown goes with the same key', async () => {
  const first = await scripted(['lost', 401], () => enter('p3', PATH, { method: 'POST', body: BODY }));
  lookedAway('p3');
  assert.equal(sendingAt('p3').at, 'unsettled');
  const other = await scripted([200], () => enter('p3', PATH, { method: 'POST', body: { ...BODY, rounds: 3 } }));
  const again = await scripted([200], () => enter('p3', PATH, { method: 'POST', body: BODY }));
  const anew = await scripted([200], () => enter('p3', PATH, { method: 'POST', body: BODY }));
  assert.equal(again[0], first[0]);
  assert.equal(new Set([first[0], other[0], anew[0]]).size, 3);
});

test('what one person began is not sent on in the name of the next', async () => {
  const keys = await scripted(['lost', 200], () => enter('p4', PATH, { method: 'POST', body: BODY }), personChanged);
  assert.equal(keys.length, 1);
  assert.equal(sendingAt('p4').at, 'unsettled');
});

test('a refused record is not open, and is forgotten by whoever looks away', async () => {
  const [first] = await scripted([422], () => enter('p5', `${PATH}?`, { method: 'POST', body: BODY }));
  assert.equal(sendingAt('p5').at, 'failed');
  lookedAway('p5');
  assert.equal(sendingAt('p5').at, 'idle');
  const [second] = await scripted([200], () => enter('p5', `${PATH}?`, { method: 'POST', body: BODY }));
  assert.notEqual(first, second);
});

test('what waits for a second person is not told as entered', async () => {
  await scripted([202], () => enter('p6', '/desks/live/control', { method: 'PUT', body: BODY }));
  assert.equal(sendingAt('p6').at, 'waiting');
  lookedAway('p6');
  assert.equal(sendingAt('p6').at, 'idle');
});

test('a state that is put once more is put anew, whatever became of it before', async () => {
  const first = await scripted(['lost', 401], () => enter('p7', '/desks/live/control', { method: 'PUT', body: BODY }));
  const second = await scripted([200], () => enter('p7', '/desks/live/control', { method: 'PUT', body: BODY }));
  assert.equal(new Set(first).size, 1);
  assert.notEqual(first[0], second[0]);
});

test('while it is put together nothing else is sent', async () => {
  const one = enterComposed('p8', () => new Promise(() => undefined));
  assert.equal(sendingAt('p8').at, 'sending');
  assert.equal(await enter('p8', PATH, { method: 'POST', body: BODY }), false);
  void one;
});

const COMPOSED = { ok: true, value: { path: '/desks/live/control', sent: { method: 'PUT', body: BODY } } } as const;

test('what is put together when all is held is not sent any more', async () => {
  const keys = await scripted([200], async () => {
    const sent = enterComposed('p9', async () => {
      callOff();
      return Promise.resolve(COMPOSED);
    });
    assert.equal(await sent, false);
  });
  const became = sendingAt('p9');
  assert.equal(keys.length, 0);
  assert.equal(became.at === 'failed' && became.problem.code, 'called_off');
});

test('what is put together when another person sits down is not sent in that name', async () => {
  const keys = await scripted([200], async () => {
    await enterComposed('p10', async () => {
      personChanged();
      return Promise.resolve(COMPOSED);
    });
  });
  assert.equal(keys.length, 0);
  assert.equal(sendingAt('p10').at, 'idle');
});

test('what is listed no more does not wait any longer', async () => {
  await scripted([202], () => enter('p11', '/desks/live/control', { method: 'PUT', body: BODY }));
  // A list that was asked for before the measures were may come after.
  waits('/desks/live/', new Set());
  assert.equal(sendingAt('p11').at, 'waiting');
  for (const listed of [['w202'], [], ['w202'], []]) waits('/desks/live/', new Set(listed));
  for (const _ of [1, 2]) waits('/desks/sim/', new Set());
  assert.equal(sendingAt('p11').at, 'waiting');
  waits('/desks/live/', new Set());
  assert.equal(sendingAt('p11').at, 'waited');
  lookedAway('p11');
  assert.equal(sendingAt('p11').at, 'idle');
});
