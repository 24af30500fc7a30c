// SignalR's JSON protocol over one WebSocket: a stream down, calls up, and again from where it stopped when the line breaks.
const END = '\x1e', PING = 15000, SILENT = 40000;

export class Hub {
  #socket; #calls = new Map(); #streams = new Map(); #next = 1; #tries = 0; #closed = false; #timer; #heard = 0; #ready = false;

  /** @param {(up: boolean) => void} onLine told whenever the line comes or goes */
  constructor(path, onLine) {
    this.url = location.origin.replace(/^http/, 'ws') + path;
    this.onLine = onLine;
    this.#open();
    addEventListener('online', () => this.#again(true));
    document.addEventListener('visibilitychange', () => { if (!document.hidden) { this.#again(true); } });
  }

  /** A stream that is asked for anew after every break. `args` is a function: what has arrived since changes it. */
  stream(target, args, onItem, onEnd) {
    const stream = { target, args, onItem, onEnd };
    this.#streams.set(stream, null);
    if (this.#ready) { this.#start(stream); }
    return stream;
  }

  /** Resolves with the answer; rejects when the line breaks before it comes. */
  call(target, ...args) {
    return new Promise((resolve, reject) => {
      if (!this.#ready) { reject(new Error('offline')); return; }
      const id = String(this.#next++);
      this.#calls.set(id, { resolve, reject });
      this.#send({ type: 1, invocationId: id, target, arguments: args });
    });
  }

  close() {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#socket?.close();
  }

  #open() {
    const socket = this.#socket = new WebSocket(this.url);
    let rest = '', shaken = false;
    socket.onopen = () => socket.send('{"protocol":"json","version":1}' + END);
    socket.onmessage = event => {
      this.#heard = Date.now();
      const parts = (rest + event.data).split(END);
      rest = parts.pop();
      for (const part of parts) {
        if (!shaken) { shaken = true; this.#up(); } else { this.#take(JSON.parse(part)); }
      }
    };
    socket.onclose = () => { if (socket === this.#socket) { this.#down(); } };
  }

  #up() {
    this.#ready = true;
    this.#tries = 0;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      if (Date.now() - this.#heard > SILENT) { this.#socket.close(); this.#down(); } else { this.#send({ type: 6 }); }
    }, PING);
    for (const stream of this.#streams.keys()) { this.#start(stream); }
    this.onLine(true);
  }

  #down() {
    if (this.#closed) { return; }
    if (this.#ready) { this.onLine(false); }
    this.#ready = false;
    this.#socket = null;
    clearInterval(this.#timer);
    for (const call of this.#calls.values()) { call.reject(new Error('offline')); }
    this.#calls.clear();
    // a hall of phones that lost one line must not come back in the same second
    setTimeout(() => this.#again(false), Math.min(15000, 500 * 2 ** this.#tries++) * (0.5 + Math.random()));
  }

  #again(now) {
    if (this.#closed || this.#socket) { return; }
    if (now) { this.#tries = 0; }
    this.#open();
  }

  #start(stream) {
    const id = String(this.#next++);
    this.#streams.set(stream, id);
    this.#send({ type: 4, invocationId: id, target: stream.target, arguments: stream.args() });
  }

  #send(message) { if (this.#socket?.readyState === 1) { this.#socket.send(JSON.stringify(message) + END); } }

  #take(message) {
    if (message.type === 2) {
      for (const [stream, id] of this.#streams) { if (id === message.invocationId) { stream.onItem(message.item); } }
    } else if (message.type === 3) {
      const call = this.#calls.get(message.invocationId);
      if (call) {
        this.#calls.delete(message.invocationId);
        if (message.error) { call.reject(new Error(message.error)); } else { call.resolve(message.result); }
      } else {
        for (const [stream, id] of this.#streams) {
          if (id === message.invocationId) { this.#streams.delete(stream); stream.onEnd?.(message.error); }
        }
      }
    } else if (message.type === 7) {
      this.#socket?.close();
    }
  }
}
