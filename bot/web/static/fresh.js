// What every page that keeps itself fresh needs: hearing that something changed, asking once at a
// time, and leaving what the reader has opened as it was.

/** Details that were open in `from` are open in `to`, one by one in their order. */
export function keepOpen(from, to) {
  const was = from.querySelectorAll("details");
  to.querySelectorAll("details").forEach((details, i) => {
    if (was[i]?.open) details.open = true;
  });
}

/** `work` as a function that never runs twice at once: who asks meanwhile is served by one more run. */
export function oneAtATime(work) {
  let running = false;
  let again = false;
  return async function run() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      await work();
    } catch {
      // The server is away; the stream will say when it is back.
    } finally {
      running = false;
      if (again) {
        again = false;
        run();
      }
    }
  };
}

/**
 * Listens to a stream of events for as long as the page is open, or until the function that it returns is called.
 * `opened` is called whenever it stands, `lost` whenever it breaks: with true when the browser has given up and
 * we try again ourselves, after a pause that doubles up to half a minute.
 */
export function listen(url, { opened, message, lost = () => {} }) {
  let stream;
  let timer;
  const begin = (pause) => {
    stream = new EventSource(url);
    stream.onopen = () => {
      pause = 1000;
      opened();
    };
    stream.onmessage = message;
    stream.onerror = () => {
      const closed = stream.readyState === EventSource.CLOSED;
      lost(closed);
      if (closed) timer = setTimeout(begin, pause, Math.min(pause * 2, 30000));
    };
  };
  begin(1000);
  return () => {
    stream.close();
    clearTimeout(timer);
  };
}
