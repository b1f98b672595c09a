/** The console starts here: settings, the clock, and whoever sits in front of it. */
import { render } from 'preact';
import './style/palette.css';
import './style/base.css';
import './style/shell.css';
import './style/top.css';
import './style/alarms.css';
import './style/track.css';
import './style/queue.css';
import './style/map.css';
import './style/pages.css';
import { trustNothingElse } from './lib/trusted';
import { watchAlarms } from './state/alarms';
import { tick } from './state/desk';
import { keepFocus } from './state/focus';
import { followPlan } from './state/queue';
import { watchSeat } from './state/seat';
import { mayBeSigned, resume } from './state/session';
import { keepSettings } from './state/settings';
import { listenToKeys } from './state/keys';
import { App } from './views/app';

const TICK_MS = 250;

trustNothingElse(window as Parameters<typeof trustNothingElse>[0]);
keepSettings(localStorage);
setInterval(() => tick(performance.now()), TICK_MS);
listenToKeys(window);
keepFocus(document);
watchAlarms(() => new AudioContext());
followPlan();
watchSeat();

const root = document.getElementById('app');
if (root !== null) {
  const asked = mayBeSigned(localStorage) ? resume() : Promise.resolve();
  void asked.then(() => render(<App />, root));
}
