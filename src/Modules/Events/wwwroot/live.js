// A live room: the record of messages in order, the picture while there is one, vacancies to apply for. Watchers and the host use the same page parts.
import { Hub } from './hub.js';

const CHAT = 1, REMOVED = 3, PINS = 4, PICTURE = 5, KEPT = 300;
const room = document.querySelector('[data-live]');
const id = room.dataset.live, ticket = room.dataset.ticket, isHost = room.dataset.host === '1';
const list = document.querySelector('[data-chat]'), status = document.querySelector('[data-status]'), watching = document.querySelector('[data-watching]');
let since = Number(room.dataset.since);

function bottom() { list.scrollTop = list.scrollHeight; }

function show(line) {
  const item = document.createElement('li');
  item.dataset.seq = line.s;
  item.className = line.h ? 'chat-host' : '';
  const name = document.createElement('b'), text = document.createElement('span'), time = document.createElement('time');
  name.textContent = line.n;
  text.textContent = line.x || '（已删除）';
  time.textContent = line.t;
  item.append(name, text, time);
  if (!line.x) { item.classList.add('chat-gone'); } else if (isHost) { item.append(tools(line)); }
  const low = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  list.append(item);
  while (list.children.length > KEPT) { list.firstElementChild.remove(); }
  if (low) { bottom(); }
}

function tools(line) {
  const box = document.createElement('span');
  box.className = 'chat-tools';
  for (const [act, word] of line.h ? [['remove', '删除']] : [['remove', '删除'], ['mute', '禁言'], ['ban', '请出']]) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn btn-small btn-quiet';
    button.textContent = word;
    button.addEventListener('click', () => moderate(act, line.s, button));
    box.append(button);
  }
  return box;
}

async function moderate(act, seq, button) {
  if (act === 'ban' && !confirm('请出后，这个人在本场不能再进来。确定吗？')) { return; }
  button.disabled = true;
  const answer = await post(`/events/live/${id}/moderate`, { act, seq });
  button.disabled = false;
  button.textContent = answer.ok ? '已' + button.textContent : button.textContent;
  if (!answer.ok) { say(answer.text); }
}

async function post(path, fields) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) { body.append(name, value); }
  body.append('__RequestVerificationToken', token());
  try {
    const answer = await fetch(path, { method: 'POST', body, headers: { Accept: 'application/json' } });
    return answer.ok ? await answer.json() : { ok: false, text: '没有办成，请刷新页面再试' };
  } catch { return { ok: false, text: '网络不通，请稍后再试' }; }
}

export function token() { return document.querySelector('input[name=__RequestVerificationToken]').value; }

export function say(text) {
  if (status) { status.textContent = text ?? ''; }
}

function take(batch) {
  if (batch.out) { leave(batch.out); return; }
  if (batch.w >= 0 && watching) { watching.textContent = batch.w; }
  let pins = false;
  for (const line of batch.l) {
    if (line.s <= since) { continue; } // asked twice, shown once
    since = line.s;
    if (line.k === CHAT) { show(line); }
    if (line.k === REMOVED) {
      const gone = list.querySelector(`[data-seq="${line.r}"]`);
      if (gone) {
        gone.classList.add('chat-gone');
        gone.querySelector('span').textContent = '（已删除）';
        gone.querySelector('.chat-tools')?.remove();
      }
    }
    if (line.k === PICTURE) { picture(line.x); }
    pins ||= line.k === PINS;
  }
  if (pins) { cards(); }
}

function leave(why) {
  say(why);
  document.querySelector('[data-say]')?.remove();
  document.querySelector('video[data-part]')?.remove();
  hub.close();
}

async function cards() {
  const box = document.querySelector('[data-cards]');
  if (!box) { return; }
  const answer = await fetch(`/live/${id}/cards`);
  if (answer.ok) { box.innerHTML = await answer.text(); }
}

// ---- the picture ----
const video = document.querySelector('video[data-part]'), veil = document.querySelector('[data-veil]');
let part = Number(video?.dataset.part ?? 0), state = room.dataset.state, retry;

function picture(word) {
  if (word.startsWith('part:')) { part = Number(word.slice(5)); state = 'live'; play(); }
  if (word.startsWith('paused')) { lift('主持人的画面暂时断开，马上回来'); }
  if (word === 'open') { state = 'live'; lift('已经开播，画面马上就来'); }
  if (word === 'ended') { state = 'ended'; lift('直播已结束，感谢观看。可以刷新页面看回放'); video?.pause(); }
  if (word === 'cancelled') { state = 'cancelled'; lift('这场直播已取消'); }
}

function lift(text) {
  if (veil) { veil.textContent = text; veil.hidden = !text; }
}

/** A playlist that is not there yet means "not started": wait and look again. */
async function play() {
  clearTimeout(retry);
  if (!video || isHost || part < 1) { return; }
  const address = `/live/${id}/hls/${part}/index.m3u8`;
  const there = await fetch(address, { cache: 'no-store' }).then(a => a.ok, () => false);
  if (!there) {
    lift(state === 'live' ? '画面马上就来' : veil?.textContent);
    retry = setTimeout(play, 1500);
    return;
  }
  if (!video.src.endsWith(address)) { video.src = address; }
  video.play().catch(() => lift('点画面开始播放'));
}

if (video && !isHost) {
  let moved = 0, at = 0;
  video.addEventListener('playing', () => lift(''));
  video.addEventListener('click', () => video.play());
  video.addEventListener('error', () => { if (state === 'live') { video.removeAttribute('src'); retry = setTimeout(play, 1500); } });
  video.addEventListener('ended', () => {
    const parts = (video.dataset.parts ?? '').split(',').map(Number).filter(p => p > part);
    if (state === 'ended' && parts.length) { part = parts[0]; play(); }
  });
  setInterval(() => {
    if (state !== 'live' || video.paused || !video.src) { return; }
    // frames, not the clock: a stuck player goes on counting seconds
    const frames = video.getVideoPlaybackQuality().totalVideoFrames;
    if (frames !== moved) { moved = frames; at = Date.now(); return; }
    if (Date.now() - at > 12000) { at = Date.now(); video.removeAttribute('src'); video.load(); play(); }
  }, 2000);
  if (state === 'live' || state === 'ended') { play(); }
}

// ---- writing ----
document.querySelector('[data-say]')?.addEventListener('submit', async event => {
  event.preventDefault();
  const input = event.target.elements.text, text = input.value.trim();
  if (!text) { return; }
  const key = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
  input.disabled = true;
  for (let turn = 0; ; turn++) {
    try {
      const answer = await hub.call('Say', ticket, key, text);
      say(answer.refused ?? '');
      if (!answer.refused) { input.value = ''; }
      break;
    } catch {
      if (turn === 5) { say('网络不通，没有发出去，请再试一次'); break; }
      await new Promise(r => setTimeout(r, 1500));
    }
  }
  input.disabled = false;
  input.focus();
});

// ---- applying without leaving the picture ----
document.addEventListener('submit', async event => {
  const form = event.target.closest('form[data-apply]');
  if (!form) { return; }
  event.preventDefault();
  const button = form.querySelector('button');
  button.disabled = true;
  const answer = await post(form.getAttribute('action'), { vacancy: form.elements.vacancy.value });
  const said = document.createElement('p');
  said.className = answer.ok ? 'live-done' : 'live-refused';
  said.setAttribute('role', 'status');
  said.textContent = answer.text;
  form.querySelector('p')?.remove();
  form.append(said);
  button.disabled = answer.ok;
}, true);

bottom();
const hub = new Hub('/live/hub', up => { say(up ? '' : '网络断开，正在重新连接…'); room.dataset.line = up ? 'up' : 'down'; });
hub.stream('Watch', () => [ticket, since], take, () => hub.close());
