// Light or dark at once, without loading the page again; without scripts the form does it.
const form = document.querySelector('form.theme');
if (form) {
  const choice = form.querySelector('select');
  form.querySelector('button').hidden = true;
  choice.addEventListener('change', () => {
    document.documentElement.dataset.theme = choice.value;
    const scheme = { auto: 'light dark', light: 'light', dark: 'dark' }[choice.value];
    document.querySelector('meta[name="color-scheme"]').content = scheme;
    document.cookie = `dragoman-theme=${choice.value}; path=/; max-age=31536000; samesite=strict`;
    document.dispatchEvent(new CustomEvent('themechange', { detail: choice.value }));
  });
}

// Parts that were still being worked out: asked for again until they are there.
async function fillIn(tries) {
  const waiting = [...document.querySelectorAll('[data-later][id]')];
  if (!waiting.length || tries > 120) return;
  await new Promise((done) => setTimeout(done, Math.min(400 * tries, 4000)));
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (answer.ok) {
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
      for (const part of waiting) {
        const found = fresh.getElementById(part.id);
        if (found && !found.hasAttribute('data-later')) part.replaceWith(document.adoptNode(found));
      }
    }
  } catch { /* the site may be closed for a moment */ }
  fillIn(tries + 1);
}
fillIn(1);
