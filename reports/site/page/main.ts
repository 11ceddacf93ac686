/** The script of the site: keeps rows, form and address in step, and says how old a result is. */

const form = document.querySelector<HTMLFormElement>('#filter')!;
const matches = document.querySelector<HTMLElement>('#matches')!;
const rows = [...document.querySelectorAll<HTMLElement>('#servers tbody tr')];
const NAMES = ['text', 'outcome', 'transport'] as const;

const control = (name: string): HTMLInputElement | HTMLSelectElement =>
  form.elements.namedItem(name) as HTMLInputElement;

function show(): void {
  const [text = '', outcome = '', transport = ''] = NAMES.map((name) => control(name).value);
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    const { dataset } = row;
    const fits =
      words.every((word) => dataset['text']?.includes(word)) &&
      (outcome === '' || dataset['outcome'] === outcome) &&
      (transport === '' || dataset['transports']?.split(' ').includes(transport) === true);
    row.hidden = !fits;
    if (fits) shown += 1;
  }
  matches.textContent = shown === 0 ? 'No server matches.' : `${shown} of ${rows.length} servers`;
}

/** A fragment without an `=` names a place in the page. */
function read(): void {
  const fragment = location.hash.slice(1);
  if (fragment !== '' && !fragment.includes('=')) return;
  const given = new URLSearchParams(fragment);
  for (const name of NAMES) control(name).value = given.get(name) ?? '';
  show();
}

function write(): void {
  const given = new URLSearchParams(
    NAMES.map((name) => [name, control(name).value]).filter(([, value]) => value !== ''),
  );
  const { pathname, search } = location;
  history.replaceState(null, '', `${pathname}${search}${given.size === 0 ? '' : `#${given.toString()}`}`);
  show();
}

const DAY = 86_400_000;
for (const time of document.querySelectorAll('time')) {
  const days = Math.floor((Date.now() - Date.parse(time.dateTime)) / DAY);
  if (days >= 0) time.append(days === 0 ? ', today' : `, ${days} day${days === 1 ? '' : 's'} ago`);
}

form.hidden = false;
form.addEventListener('input', write);
form.addEventListener('submit', (event) => event.preventDefault());
addEventListener('hashchange', read);
read();
