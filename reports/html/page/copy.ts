/** Copies the command beside a button, and says so to those who see it and, in `said`, to those who do not. */
export async function copyCommand(button: HTMLElement, said: HTMLElement): Promise<void> {
  const code = button.previousElementSibling;
  if (code === null) return;
  const copied = (await written(code.textContent ?? '')) || selected(code);
  button.classList.toggle('done', copied);
  button.textContent = copied ? 'Copied' : 'Selected';
  said.textContent = copied ? 'The command was copied.' : 'It could not be copied; it is selected.';
}

/** Only pages from https or from a file have a clipboard. */
async function written(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** The older way, which also leaves the text selected for who wants to copy it by hand. */
function selected(code: Element): boolean {
  getSelection()?.selectAllChildren(code);
  // oxlint-disable-next-line typescript/no-deprecated
  return document.execCommand('copy');
}
