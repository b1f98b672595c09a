/** A console that held a checkpoint notices a journal that shrank or forked. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge, release, witnessed } from '../../src/console/state/witness';

const at = (size: number, root: string) => ({ desk: 'live', size, root, note: '' });

test('growth is fine; a shorter or another journal is not', () => {
  release('live');
  assert.equal(judge(at(10, 'a')), 'first');
  assert.equal(judge(at(12, 'b')), 'grown');
  assert.equal(judge(at(12, 'c')), 'forked');
  assert.equal(judge(at(9, 'd')), 'shorter');
  assert.equal(witnessed('live'), 12);
});
