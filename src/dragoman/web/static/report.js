// Text and records of a report go together: pointing at one lights the other; j and k go from record to record.
const article = document.querySelector('article');
const records = document.getElementById('records');
const sheet = document.getElementById('sheet');
const sheetBody = document.getElementById('sheet-body');

const marksOf = new Map();   // record -> its marks, in the order of the text
for (const mark of article.querySelectorAll('.m')) {
  for (const id of mark.dataset.r.split(' ')) {
    if (!marksOf.has(id)) marksOf.set(id, []);
    marksOf.get(id).push(mark);
  }
}
const order = [...marksOf.keys()].sort((a, b) => before(marksOf.get(a)[0], marksOf.get(b)[0]));
let chosen = article.dataset.chosen || '';
document.documentElement.classList.add('js');

function before(one, other) {
  if (one === other) return 0;
  return one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
}

const cardOf = (id) => (id ? document.getElementById(id) : null);
const isWide = () => matchMedia('(min-width: 60rem)').matches;
const smooth = matchMedia('(prefers-reduced-motion: no-preference)').matches ? 'smooth' : 'auto';

function layerShown(id) {
  const box = document.getElementById(`show-${id.slice(0, id.lastIndexOf('-'))}`);
  return !box || box.checked;
}

// Scroll the list alone, so that the text stays where it is.
function showCard(card) {
  if (!card || !isWide()) return;
  const box = card.getBoundingClientRect(), list = records.getBoundingClientRect();
  if (box.top < list.top || box.bottom > list.bottom) {
    records.scrollBy({ top: box.top - list.top - list.height / 4, behavior: smooth });
  }
}

function showMark(mark) {
  const box = mark.getBoundingClientRect();
  const bottom = sheet.hidden || isWide() ? innerHeight : sheet.getBoundingClientRect().top;
  if (box.top < 60 || box.bottom > bottom - 40) scrollBy({ top: box.top - bottom / 3, behavior: smooth });
}

function showSheet(card) {
  sheetBody.replaceChildren();
  sheet.hidden = !card || isWide();
  if (sheet.hidden) return;
  const copy = document.createElement('div');
  copy.dataset.record = card.dataset.record;
  for (const part of card.children) copy.append(part.cloneNode(true));
  sheetBody.append(copy);
}

function choose(id, { text = true, list = true } = {}) {
  for (const mark of article.querySelectorAll('.m.on')) mark.classList.remove('on');
  for (const card of records.querySelectorAll('.card.on')) {
    card.classList.remove('on');
    card.removeAttribute('aria-current');
  }
  chosen = id;
  const marks = marksOf.get(id) || [];
  for (const mark of marks) mark.classList.add('on');
  const card = cardOf(id);
  if (card) {
    card.classList.add('on');
    card.setAttribute('aria-current', 'true');
  }
  showSheet(card);
  if (list) showCard(card);
  if (text && marks.length) showMark(marks[0]);
  remember(id, marks[0]);
}

// The address always shows the record that is looked at, so that it can be sent to somebody.
function remember(id, mark) {
  const address = new URL(location.href);
  address.hash = '';
  address.searchParams.delete('at');
  if (id) address.searchParams.set('record', id);
  else address.searchParams.delete('record');
  history.replaceState(null, '', address.pathname + address.search + (id && mark ? '#at' : ''));
}

function step(by) {
  const there = order.filter(layerShown).filter(cardOf);
  if (!there.length) return;
  const at = there.indexOf(chosen);
  const next = at < 0 ? (by > 0 ? 0 : there.length - 1) : Math.min(there.length - 1, Math.max(0, at + by));
  choose(there[next]);
  const mark = marksOf.get(there[next]).find((one) => one.tagName === 'A' && !one.hasAttribute('tabindex')) || marksOf.get(there[next])[0];
  mark.focus({ preventScroll: true });
}

const isTyping = (element) => element.closest('input:not([type="checkbox"]), select, textarea, [contenteditable]');
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === 'j') step(1);
  else if (event.key === 'k') step(-1);
  else if (event.key === 'e' && chosen) {
    const why = (isWide() ? cardOf(chosen) : sheetBody)?.querySelector('details.why');
    if (why) why.open = !why.open;
    showCard(cardOf(chosen));
  } else if (event.key === 'Escape' && chosen) choose('');
});

// The innermost record whose layer is shown.
const pick = (mark) => mark.dataset.r.split(' ').find((id) => layerShown(id) && cardOf(id)) || mark.dataset.r.split(' ')[0];

article.addEventListener('click', (event) => {
  const mark = event.target.closest('.m');
  if (!mark || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  // Again on the same words: the next of the records that they carry.
  const ids = mark.dataset.r.split(' ').filter((id) => layerShown(id) && cardOf(id));
  const at = ids.indexOf(chosen);
  choose(at >= 0 ? ids[(at + 1) % ids.length] : pick(mark), { text: false });
});

for (const place of [records, sheet]) {
  place.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-place]');
    if (!link) return;
    const mark = document.getElementById(link.hash.slice(1));
    if (!mark) return;
    event.preventDefault();
    const id = link.closest('[data-record]').dataset.record;
    choose(id, { list: false, text: false });
    showMark(mark);
    mark.focus({ preventScroll: true });
  });
}
document.getElementById('sheet-close').addEventListener('click', () => choose(''));

// Pointing lights what belongs together, without moving anything.
const near = (id, on) => {
  for (const mark of marksOf.get(id) || []) mark.classList.toggle('near', on);
};
article.addEventListener('pointerover', (event) => {
  const mark = event.target.closest('.m');
  if (mark) near(pick(mark), true);
});
article.addEventListener('pointerout', (event) => {
  const mark = event.target.closest('.m');
  if (mark) near(pick(mark), false);
});
records.addEventListener('pointerover', (event) => {
  const card = event.target.closest('[data-record]');
  if (card) near(card.dataset.record, true);
});
records.addEventListener('pointerout', (event) => {
  const card = event.target.closest('[data-record]');
  if (card) near(card.dataset.record, false);
});

// Which layers are shown is kept for the next report.
const boxes = [...document.querySelectorAll('[data-layer]')];
const KEPT = 'dragoman-layers';
try {
  const off = (localStorage.getItem(KEPT) || '').split(',');
  for (const box of boxes) box.checked = !off.includes(box.dataset.layer);
} catch { /* where nothing may be kept, all are shown */ }
for (const box of boxes) {
  box.addEventListener('change', () => {
    try {
      localStorage.setItem(KEPT, boxes.filter((one) => !one.checked).map((one) => one.dataset.layer).join(','));
    } catch { /* as above */ }
  });
}

const wanted = decodeURIComponent(location.hash.slice(1));
if (!chosen && marksOf.has(wanted)) choose(wanted);
else if (chosen) {
  showCard(cardOf(chosen));
  showSheet(cardOf(chosen));
  const mark = (document.getElementById('at') || {}).nextElementSibling || (marksOf.get(chosen) || [])[0];
  if (mark) showMark(mark);
}
