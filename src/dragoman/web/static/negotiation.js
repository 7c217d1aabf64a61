// The page works without this. With it, drawings that are wider than the screen begin at their newest end; a link into
// a folded part opens it; a chart that was not ready yet comes in when it is.
const toEnd = (where) => {
  for (const box of where.querySelectorAll('.lanes, .wide:has(> .plot.series)')) box.scrollLeft = box.scrollWidth;
};
toEnd(document);

const reveal = () => {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id && document.getElementById(id);
  for (let fold = target && target.closest('details'); fold; fold = fold.parentElement.closest('details')) {
    fold.open = true;
  }
  if (target) target.scrollIntoView({ block: 'nearest' });
};
addEventListener('hashchange', reveal);
reveal();

const bring = async (tries) => {
  const waiting = document.querySelectorAll('figure[data-later]');
  if (!waiting.length || !tries) return;
  await new Promise((done) => { setTimeout(done, 700); });
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelectorAll('figure.chart');
  const all = document.querySelectorAll('figure.chart');
  all.forEach((figure, place) => {
    if (figure.dataset.later !== undefined && fresh[place] && fresh[place].dataset.later === undefined) {
      const made = document.adoptNode(fresh[place]);
      figure.replaceWith(made);
      toEnd(made);
    }
  });
  await bring(tries - 1);
};
bring(8).catch(() => {});

// Looking closer: Vega itself, to move and zoom. Its expressions are interpreted (ast), as the site forbids eval.
const bundle = () => (window.vegaEmbed ? Promise.resolve() : import('/vendor/vega.js'));
const dyed = (chart, colours) => {
  const style = getComputedStyle(document.documentElement);
  const names = { ink: '--ink', soft: '--soft', grid: '--line', axis: '--line-strong', change: '--stuck', since: '--on-edge' };
  let text = JSON.stringify(chart);
  for (const [colour, name] of Object.entries(colours)) {
    text = text.replaceAll(`"${colour}"`, JSON.stringify(style.getPropertyValue(names[name] || `--${name}`).trim()));
  }
  return JSON.parse(text);
};
const closer = async (button) => {
  const box = button.previousElementSibling;
  if (box.hidden) {
    box.hidden = false;
    button.nextElementSibling.remove();
    button.textContent = button.dataset.word;
    return;
  }
  button.dataset.word = button.textContent;
  button.textContent = button.dataset.wait;
  const [answer] = await Promise.all([fetch(button.dataset.chart), bundle()]);
  const { chart, colours } = await answer.json();
  const place = document.createElement('div');
  place.className = 'closely';
  button.after(place);
  box.hidden = true;
  await window.vegaEmbed(place, dyed(chart, colours), {
    ast: true, logLevel: 1, actions: false, defaultStyle: false, renderer: 'svg', tooltip: { disableDefaultStyle: true },
  });
  button.textContent = button.dataset.back;
};
document.addEventListener('click', (event) => {
  const button = event.target.closest('button.closer');
  if (button) closer(button).catch(() => { button.textContent = button.dataset.word; });
});
const offer = () => { for (const button of document.querySelectorAll('button.closer')) button.hidden = false; };
offer();
new MutationObserver(offer).observe(document.getElementById('series') || document.body, { childList: true });
