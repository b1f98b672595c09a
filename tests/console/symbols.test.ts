/** Each symbol has the colour of its own identity, whatever was drawn before it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sidc, symbolOf, type Identity } from '../../src/console/map/symbols';

const AFFILIATION: Readonly<Record<string, Identity>> = { Hostile: 'hostile', Friend: 'friend', Unknown: 'unknown', Neutral: 'neutral' };

/** What fills the frame of an identity, after a civil and a suspect object were drawn. */
function fillOf(identity: Identity, affiliation: string): string | undefined {
  for (const code of [sidc('neutral', 'civil', 'exercise'), sidc('suspect', 'object', 'exercise')]) symbolOf(code, 20, 'Dark');
  const { fillColor } = symbolOf(sidc(identity, 'object', 'exercise'), 20, 'Dark').getColors();
  return (fillColor as unknown as Readonly<Record<string, string>>)[affiliation];
}

test('at night a hostile, a friend, an unknown and a neutral track differ', () => {
  const drawn = Object.entries(AFFILIATION).map(([affiliation, identity]) => fillOf(identity, affiliation));
  assert.deepEqual(drawn, ['rgb(200,0,0)', 'rgb(0,107,140)', 'rgb(148,144,0)', 'rgb(0,130,0)']);
});
