// A remote interview: check the camera, wait for the other side, then picture and sound go straight between the two browsers.
import { Hub } from './hub.js';

const box = document.querySelector('[data-meeting]'), ticket = box.dataset.ticket, office = box.dataset.office === '1';
const mine = box.querySelector('[data-mine]'), theirs = box.querySelector('[data-theirs]'), note = box.querySelector('[data-note]');
const enter = box.querySelector('[data-enter]'), begin = box.querySelector('[data-begin]'), leave = box.querySelector('[data-leave]'), mute = box.querySelector('[data-mute]'), meter = box.querySelector('meter');
const servers = JSON.parse(box.dataset.servers || '[]');
let media, hub, link, here = false, begun = false, waiting = [];

function tell(text) { note.textContent = text; }

async function check() {
  if (media) { return true; }
  try {
    media = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 640 }, height: { ideal: 480 } }, audio: true });
  } catch {
    tell('没有打开摄像头：请允许浏览器使用摄像头和话筒，再点一次');
    return false;
  }
  mine.srcObject = media;
  await mine.play();
  const sound = new AudioContext(), ear = sound.createAnalyser(), data = new Uint8Array(256);
  sound.createMediaStreamSource(media).connect(ear);
  setInterval(() => { ear.getByteTimeDomainData(data); meter.value = Math.max(...data.map(v => Math.abs(v - 128))) / 128; }, 200);
  return true;
}

async function come() {
  enter.disabled = true;
  tell('正在打开摄像头…');
  if (!await check()) { enter.disabled = false; return; }
  leave.hidden = mute.hidden = false;
  enter.hidden = true;
  hub = new Hub('/live/hub', up => { box.dataset.line = up ? 'up' : 'down'; if (!up) { tell('网络断开，正在重新连接…'); } });
  hub.stream('Meet', () => [ticket], take, () => hub.close());
}

function told() {
  if (begun) { return; }
  tell(office ? (here ? '对方已到，可以开始面试' : '对方还没有到，请稍等')
    : here ? '招聘方已到，请等对方开始' : '您已进入等候室，招聘方来了会请您进去');
  begin.hidden = !office;
  begin.disabled = !here;
}

async function take({ k: kind, d: data }) {
  if (kind === 'out') { tell(data); drop(); hub.close(); leave.hidden = true; enter.hidden = false; enter.disabled = false; return; }
  if (kind === 'peer') {
    here = data === '1';
    if (!here) { drop(); if (begun) { tell('对方断开了，正在等对方回来'); } }
    told();
    if (here && begun && office) { await offer(); }
  }
  if (kind === 'begin' && !link) { begun = true; begin.hidden = true; tell('正在接通…'); if (office && here) { await offer(); } }
  if (kind === 'offer') {
    drop();
    connect();
    await link.setRemoteDescription(JSON.parse(data));
    await link.setLocalDescription(await link.createAnswer());
    await hub.call('Send', ticket, 'answer', JSON.stringify(link.localDescription));
    await flush();
  }
  if (kind === 'answer' && link) { await link.setRemoteDescription(JSON.parse(data)); await flush(); }
  if (kind === 'ice') {
    if (link?.remoteDescription) { await link.addIceCandidate(JSON.parse(data)); } else { waiting.push(JSON.parse(data)); }
  }
}

async function flush() {
  for (const candidate of waiting.splice(0)) { await link.addIceCandidate(candidate); }
}

function connect() {
  const made = link = new RTCPeerConnection({ iceServers: servers });
  media.getTracks().forEach(track => made.addTrack(track, media));
  made.ontrack = event => { theirs.srcObject = event.streams[0]; theirs.play().catch(() => tell('点一下画面开始播放')); };
  made.onicecandidate = event => { if (event.candidate) { hub.call('Send', ticket, 'ice', JSON.stringify(event.candidate)).catch(() => { }); } };
  made.onconnectionstatechange = () => {
    if (made !== link) { return; }
    box.dataset.state = made.connectionState;
    if (made.connectionState === 'connected') { tell('面试中'); }
    if (made.connectionState === 'failed') { tell('没有接通：可能是网络限制，请换个网络，或改用电话面试'); if (office && here) { offer(); } }
  };
}

async function offer() {
  drop();
  connect();
  await link.setLocalDescription(await link.createOffer());
  await hub.call('Send', ticket, 'offer', JSON.stringify(link.localDescription));
}

function drop() {
  link?.close();
  link = null;
  waiting = [];
  theirs.srcObject = null;
  box.dataset.state = 'closed';
}

enter.addEventListener('click', come);
begin.addEventListener('click', () => hub.call('Send', ticket, 'begin', '').then(ok => { if (!ok) { tell('对方刚刚离开了，请再等等'); } }));
theirs.addEventListener('click', () => theirs.play());
mute.addEventListener('click', () => {
  const track = media.getAudioTracks()[0];
  track.enabled = !track.enabled;
  mute.textContent = track.enabled ? '静音' : '打开话筒';
});
leave.addEventListener('click', () => { drop(); hub.close(); begun = false; leave.hidden = mute.hidden = begin.hidden = true; enter.hidden = false; enter.disabled = false; tell('您已离开，可以再进入'); });
