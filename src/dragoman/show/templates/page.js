(() => {
  'use strict';
  const article = document.querySelector('article');
  const card = document.getElementById('card');
  const stops = [...article.querySelectorAll('a.m:not([tabindex])')];
  const byRecord = new Map();
  for (const mark of article.querySelectorAll('a.m')) {
    for (const id of mark.dataset.r.split(' ')) {
      if (!byRecord.has(id)) byRecord.set(id, []);
      byRecord.get(id).push(mark);
    }
  }
  let shown = null;      // the mark whose records the card shows
  let pinned = false;    // the card stays until it is closed
  let timer = 0;

  const heading = (entry) => entry.closest('section').querySelector('h2').firstChild.textContent.trim();

  const copyOf = (id) => {
    const entry = document.getElementById(id);
    if (!entry) return null;
    const part = document.createElement('div');
    part.className = 'rec';
    const kind = document.createElement('span');
    kind.className = 'kind';
    kind.textContent = heading(entry);
    part.append(kind);
    for (const child of entry.children) {
      if (!child.classList.contains('why')) part.append(child.cloneNode(true));
    }
    const why = document.createElement('p');
    why.className = 'why';
    const link = document.createElement('a');
    link.href = '#' + id;
    link.textContent = 'the record';
    why.append(link);
    for (const rule of entry.querySelectorAll('.why .rule')) why.append(rule.cloneNode(true));
    part.append(why);
    return part;
  };

  const lit = (mark, on) => {
    const ids = mark.dataset.r.split(' ');
    for (const same of byRecord.get(ids[0])) same.classList.toggle('on', on);
  };

  const place = (mark) => {
    for (const name of ['left', 'top', 'max-height']) card.style.removeProperty(name);
    if (getComputedStyle(card).position === 'fixed') {
      // A sheet at the foot of a small screen: the mark must not lie behind it.
      const behind = mark.getBoundingClientRect().bottom + 16 - card.getBoundingClientRect().top;
      if (behind > 0) window.scrollBy({ top: behind, behavior: 'instant' });
      return;
    }
    const boxes = mark.getClientRects();
    const first = boxes[0] || mark.getBoundingClientRect();
    const last = boxes[boxes.length - 1] || first;
    const gap = 8;
    const above = first.top - 2 * gap;
    const below = window.innerHeight - last.bottom - 2 * gap;
    const under = card.offsetHeight <= below || below >= above;
    const room = Math.max(96, under ? below : above);
    if (card.offsetHeight > room) card.style.setProperty('max-height', `${room}px`);
    const left = Math.max(16, Math.min(last.left, document.documentElement.clientWidth - card.offsetWidth - 16));
    const top = under ? last.bottom + gap : first.top - card.offsetHeight - gap;
    card.style.setProperty('left', `${left + window.scrollX}px`);
    card.style.setProperty('top', `${top + window.scrollY}px`);
  };

  const open = (mark) => {
    clearTimeout(timer);
    if (shown === mark) return;
    close();
    shown = mark;
    lit(mark, true);
    card.replaceChildren(...mark.dataset.r.split(' ').map(copyOf).filter(Boolean));
    card.hidden = false;
    card.scrollTop = 0;
    place(mark);
  };

  const close = () => {
    clearTimeout(timer);
    if (!shown) return;
    lit(shown, false);
    shown = null;
    pinned = false;
    card.hidden = true;
  };

  const later = () => {
    clearTimeout(timer);
    if (!pinned) {
      timer = setTimeout(() => {
        if (!card.contains(document.activeElement) && document.activeElement !== shown) close();
      }, 220);
    }
  };

  const markOf = (event) => event.target instanceof Element ? event.target.closest('a.m') : null;

  article.addEventListener('pointerover', (event) => {
    const mark = markOf(event);
    if (mark && !pinned && event.pointerType !== 'touch') open(mark);
  });
  article.addEventListener('pointerout', (event) => { if (markOf(event)) later(); });
  card.addEventListener('pointerenter', () => clearTimeout(timer));
  card.addEventListener('pointerleave', later);
  article.addEventListener('focusin', (event) => {
    const mark = markOf(event);
    if (mark) { pinned = false; open(mark); }
  });
  article.addEventListener('focusout', later);
  card.addEventListener('focusout', (event) => {
    if (!card.contains(event.relatedTarget)) { pinned = false; later(); }
  });

  article.addEventListener('click', (event) => {
    const mark = markOf(event);
    if (!mark || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(mark);
    pinned = true;
    if (event.detail === 0) card.querySelector('a').focus();
  });

  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    if (link && !link.classList.contains('m')) {
      const goal = document.getElementById(link.getAttribute('href').slice(1));
      if (card.contains(link)) close();
      if (goal) setTimeout(() => goal.focus({ preventScroll: true }), 0);
    } else if (!markOf(event) && !card.contains(event.target)) {
      close();
    }
  });

  const step = (by) => {
    if (!stops.length) return;
    const here = document.activeElement;
    const from = card.contains(here) ? shown : here;
    let at = stops.indexOf(from);
    if (at < 0 && from instanceof Element && article.contains(from)) {
      at = stops.findIndex((mark) => from.compareDocumentPosition(mark) & 4) - (by > 0 ? 1 : 0);
    } else if (at < 0 && by < 0) {
      at = 0;
    }
    const next = stops[(at + by + stops.length) % stops.length];
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'nearest' });
    open(next);
    place(next);
  };

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && shown) {
      const back = card.contains(document.activeElement) ? shown : null;
      close();
      if (back) { back.focus(); close(); }
    } else if (event.key === 'n' || event.key === 'p') {
      event.preventDefault();
      step(event.key === 'n' ? 1 : -1);
    }
  });

  window.addEventListener('resize', () => { if (shown) place(shown); });
})();
