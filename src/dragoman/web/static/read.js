// A file may be dropped anywhere on the page; the form sends it as if it had been chosen.
const file = document.querySelector('#file');
const told = document.querySelector('#dropped');
const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');

if (file) {
  let depth = 0;
  const mark = (by) => {
    depth = Math.max(0, depth + by);
    document.body.classList.toggle('dragging', depth > 0);
  };
  document.addEventListener('dragenter', (event) => carries(event) && mark(1));
  document.addEventListener('dragleave', (event) => carries(event) && mark(-1));
  document.addEventListener('dragover', (event) => carries(event) && event.preventDefault());
  document.addEventListener('drop', (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    mark(-depth);
    const given = new DataTransfer();
    if (event.dataTransfer.files[0]) given.items.add(event.dataTransfer.files[0]);
    file.files = given.files;
    if (file.files.length) told.textContent = `${told.dataset.word} ${file.files[0].name}`;
  });
}
