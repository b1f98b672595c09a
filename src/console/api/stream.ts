/** The stream of a desk: one for each page, reopened by itself, resumed where it was. */
import { object, string, validate, type Validator } from '../lib/validate';
import { deciding, health, shownPlan } from './desk';
import { livePicture, pictureDelta } from './picture';
import { BASE } from './client';
import { deskName, forget, takeDeciding, takeDelta, takeHealth, takePicture, takePlan } from '../state/desk';

const ending = object({ reason: string });
const REOPEN_AFTER_MS = 1_000;
/** A frozen service keeps the connection open: after this silence it is opened anew. */
const SILENT_MS = 6_000;

export interface Stream {
  close(): void;
}

/** Follow a desk until it is closed; `onRefused` is told when nobody is signed in any more. */
export function follow(desk: string, onFault: (fault: string) => void, onRefused: () => void): Stream {
  let source: EventSource | undefined;
  let closed = false;
  let heardAt = performance.now();
  let epoch: string | undefined;
  let reopening: ReturnType<typeof setTimeout> | undefined;

  const open = (): void => {
    if (closed) return;
    heardAt = performance.now();
    source = new EventSource(`${BASE}/desks/${encodeURIComponent(desk)}/events`);
    const on = <T>(name: string, document: Validator<T>, take: (value: T) => void): void => {
      source?.addEventListener(name, (event) => {
        // It may still come while another desk is being turned to.
        if (closed || desk !== deskName.value) return;
        heardAt = performance.now();
        const read = validate(document, parsed((event as MessageEvent<string>).data));
        if (read.ok) take(read.value);
        else onFault(`${name}: ${read.error}`);
      });
    };
    on('picture', livePicture, takePicture);
    on('picture.delta', pictureDelta, (delta) => {
      if (!takeDelta(delta)) restart();
    });
    on('plan', shownPlan, takePlan);
    on('decisions', deciding, takeDeciding);
    on('health', health, (document) => {
      if (epoch !== undefined && epoch !== document.epoch) forget();
      epoch = document.epoch;
      takeHealth(document);
    });
    // The service says why it ends the stream; only the loss of access logs out.
    source.addEventListener('end', (event) => {
      const read = validate(ending, parsed((event as MessageEvent<string>).data));
      if (read.ok && read.value.reason === 'access_ended') onRefused();
      else restart();
    });
    source.onerror = () => {
      if (source?.readyState === EventSource.CLOSED) again(onRefusedOrRetry);
    };
  };

  const onRefusedOrRetry = (): void => {
    // EventSource does not say why: asking for the session does.
    void fetch(`${BASE}/session`, { credentials: 'same-origin', cache: 'no-store' })
      .then((response) => (response.status === 401 ? onRefused() : open()))
      .catch(open);
  };

  const again = (then: () => void): void => {
    source?.close();
    clearTimeout(reopening);
    reopening = setTimeout(then, REOPEN_AFTER_MS);
  };

  const restart = (): void => {
    forget();
    again(open);
  };

  const watch = setInterval(() => {
    if (performance.now() - heardAt > SILENT_MS) restart();
  }, 1_000);

  open();
  return {
    close() {
      closed = true;
      clearInterval(watch);
      clearTimeout(reopening);
      source?.close();
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
