// Looks through the names that the pages of the search list. Nothing leaves the page, and without this script the lists do the same.
const place = document.getElementById('search');
if (place) {
  const label = document.createElement('label');
  label.textContent = 'Search names, titles and days ';
  const field = document.createElement('input');
  field.type = 'search';
  const found = document.createElement('ul');
  found.className = 'words';
  found.setAttribute('aria-live', 'polite');
  const fold = (words) => words.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const folded = NAMES.map(([name, , aside]) => fold(`${name} ${aside}`));
  field.addEventListener('input', () => {
    const wanted = fold(field.value).split(/\s+/).filter(Boolean);
    const hits = wanted.length === 0 ? [] : NAMES.filter((_, at) => wanted.every((word) => folded[at].includes(word)));
    found.replaceChildren(...hits.slice(0, 50).map(([name, path, aside]) => {
      const line = document.createElement('li');
      const link = document.createElement('a');
      link.href = path;
      link.textContent = name;
      const beside = document.createElement('span');
      beside.className = 'soft';
      beside.textContent = ` ${aside}`;
      line.append(link, beside);
      return line;
    }));
    if (wanted.length > 0 && hits.length !== found.children.length) {
      const more = document.createElement('li');
      more.textContent = `and ${hits.length - 50} more`;
      found.append(more);
    }
  });
  label.append(field);
  place.append(label, found);
}
