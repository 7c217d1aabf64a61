// Ctrl+Enter runs the query; a click on a column's name puts it into the query.
const box = document.querySelector('#sql');
if (box) {
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      box.form.requestSubmit();
    }
  });
}
