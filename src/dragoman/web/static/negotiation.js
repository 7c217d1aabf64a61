// The page works without this. With it, drawings that are wider than the screen begin at their newest end, a link into
// a folded part opens it, and a chart that was not ready yet comes in when it is.
for (const box of document.querySelectorAll('.lanes, .wide:has(> .plot.meetings), .wide:has(> .plot.series)')) {
  box.scrollLeft = box.scrollWidth;
}

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
      figure.replaceWith(document.adoptNode(fresh[place]));
    }
  });
  await bring(tries - 1);
};
bring(8).catch(() => {});
