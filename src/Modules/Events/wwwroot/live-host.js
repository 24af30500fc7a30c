// The host's camera: pieces of it go up one after another, in order; a piece whose answer was lost goes up again.
import { say, token } from './live.js';

const box = document.querySelector('[data-camera]');
const id = box.dataset.camera, preview = box.querySelector('video'), start = box.querySelector('[data-start]'), stop = box.querySelector('[data-stop]'), note = box.querySelector('[data-note]');
const PIECE = 1000, KINDS = ['video/webm;codecs=h264,opus', 'video/webm;codecs=vp8,opus', 'video/webm'];
let recorder, media, queue = [], sending = false, part = 0, next = 0, halted = true;

function tell(text) { note.textContent = text; }

async function camera() {
  media ??= await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 960 }, height: { ideal: 540 }, frameRate: { ideal: 24, max: 30 } }, audio: true });
  preview.srcObject = media;
  await preview.play();
}

async function up(path, body) {
  return await fetch(path, { method: 'POST', body, headers: { RequestVerificationToken: token(), 'Content-Type': 'application/octet-stream' } });
}

async function begin() {
  start.disabled = true;
  try {
    await camera();
  } catch {
    tell('没有打开摄像头：请在浏览器地址栏里允许使用摄像头和话筒');
    start.disabled = false;
    return;
  }
  const mime = KINDS.find(k => window.MediaRecorder?.isTypeSupported(k));
  if (!mime) { tell('这个浏览器不能直播，请换用 Chrome 或 Edge'); return; }
  const answer = await up(`/events/live/${id}/parts?mime=${encodeURIComponent(mime)}`, new Uint8Array(1)).catch(() => null);
  if (!answer?.ok) { tell(answer ? await answer.text() : '网络不通，请稍后再试'); start.disabled = false; return; }
  part = Number(await answer.text());
  next = 0;
  queue = [];
  halted = false;
  recorder = new MediaRecorder(media, { mimeType: mime, videoBitsPerSecond: 900000, audioBitsPerSecond: 64000, videoKeyFrameIntervalDuration: 2000 });
  recorder.ondataavailable = event => { if (event.data.size) { queue.push(event.data); send(); } };
  recorder.start(PIECE);
  stop.disabled = false;
  tell('正在出画面');
  box.dataset.sent = '0';
}

async function send() {
  if (sending) { return; }
  sending = true;
  while (queue.length && !halted) {
    // a minute behind: this line does not carry the picture
    if (queue.length > 60) { await halt('网络太慢，画面已停；请换个网络再打开摄像头'); break; }
    const answer = await up(`/events/live/${id}/parts/${part}/${next}`, queue[0]).catch(() => null);
    if (answer?.ok) {
      queue.shift();
      next++;
      box.dataset.sent = String(next);
      tell('正在出画面');
    } else if (answer && answer.status !== 502 && answer.status !== 503) {
      const why = await answer.text();
      await halt(why.length < 100 ? why : '画面中断了，请重新打开摄像头');
      if (answer.status === 409) { setTimeout(begin, 1000); } // the part was closed while the line was away: a new one
    } else {
      tell('网络不通，正在重试…');
      await new Promise(r => setTimeout(r, 1500));
    }
  }
  sending = false;
}

async function halt(text) {
  halted = true;
  if (recorder?.state !== 'inactive') { recorder?.stop(); }
  start.disabled = false;
  stop.disabled = true;
  tell(text);
}

start?.addEventListener('click', begin);
stop?.addEventListener('click', async () => {
  await halt('画面已停，观众会看到“马上回来”');
  await up(`/events/live/${id}/parts/stop`, new Uint8Array(1)).catch(() => say('网络不通'));
});
