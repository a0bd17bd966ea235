// Two things that the theme's search does not do by itself.
//
// It cuts Chinese queries into the words of its index, but never looks at the last one: a character that no page has,
// put behind each run, makes the last word one that is looked at.
const ended = (message) =>
  typeof message?.data === "string" ? { ...message, data: message.data.replace(/\p{sc=Han}+/gu, "$&㐀") } : message;

// It runs in a worker, which browsers refuse to pages opened from a folder: there a hidden frame does the same work.
class Framed extends EventTarget {
  constructor(address) {
    super();
    this.frame = document.createElement("iframe");
    this.frame.hidden = true;
    document.body.append(this.frame);
    const inside = this.frame.contentWindow;
    const load = (source) =>
      new Promise((done, failed) => {
        const script = inside.document.createElement("script");
        Object.assign(script, { src: source, onload: done, onerror: failed });
        inside.document.head.append(script);
      });
    inside.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
    inside.importScripts = (...sources) =>
      sources.reduce((before, source) => before.then(() => load(source)), Promise.resolve());
    this.ready = load(new URL(address, location.href).href).then(() => inside);
  }
  postMessage(message) {
    this.ready.then((inside) => inside.dispatchEvent(new MessageEvent("message", { data: ended(message) })));
  }
}

if (location.protocol === "file:") {
  window.IFrameWorker = window.Worker = Framed;
} else {
  window.Worker = class extends Worker {
    postMessage(message) {
      super.postMessage(ended(message));
    }
  };
}
