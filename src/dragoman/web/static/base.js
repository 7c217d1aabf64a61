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
